package io.fovea.perception;

/**
 * The sizes of a {@link TwoWayTransformer}.
 *
 * @param depth blocks
 * @param width D of tokens and picture alike
 * @param heads attention heads
 * @param mlpWidth inner width of the blocks' layers on tokens
 * @param downsample by which cross attention is narrower than D
 */
public record TwoWayConfig(int depth, int width, int heads, int mlpWidth, int downsample) {

    public TwoWayConfig {
        Shapes.positive("depth", depth);
        Shapes.positive("width", width);
        Shapes.positive("heads", heads);
        Shapes.positive("mlp_width", mlpWidth);
        Shapes.positive("downsample", downsample);
        if (width % downsample != 0 || width / downsample % heads != 0) {
            throw new IllegalArgumentException(
                    "width / downsample must be a multiple of heads, got "
                            + width
                            + " / "
                            + downsample
                            + " and "
                            + heads
                            + " heads");
        }
    }

    int innerWidth() {
        return width / downsample;
    }
}
