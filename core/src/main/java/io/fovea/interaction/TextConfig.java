package io.fovea.interaction;

/**
 * The text transformer that requests and features go through.
 *
 * @param width of its rows, 768 in the paper (CLIP ViT-L/14)
 * @param layers blocks
 * @param heads attention heads
 * @param mlpWidth inner width of its MLPs
 */
public record TextConfig(int width, int layers, int heads, int mlpWidth) {

    public TextConfig {
        Sizes.positive("layers", layers);
        Sizes.positive("mlp_width", mlpWidth);
        Sizes.heads(width, heads);
    }

    /** CLIP ViT-L/14's. */
    public static TextConfig clip() {
        return new TextConfig(768, 12, 12, 3072);
    }
}
