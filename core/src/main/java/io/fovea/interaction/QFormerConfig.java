package io.fovea.interaction;

/**
 * A Q-Former, with the sizes that BLIP-2's config names differently.
 *
 * @param queries learned query tokens, 32 in BLIP-2
 * @param width of the queries ({@code hidden_size})
 * @param layers {@code num_hidden_layers}
 * @param heads {@code num_attention_heads}
 * @param mlpWidth {@code intermediate_size}
 * @param crossEvery queries look at the picture in layers 0, n, 2n, ... ({@code
 *     cross_attention_frequency})
 * @param eps of the layer norms
 */
public record QFormerConfig(
        int queries, int width, int layers, int heads, int mlpWidth, int crossEvery, double eps) {

    public QFormerConfig {
        Sizes.positive("queries", queries);
        Sizes.positive("layers", layers);
        Sizes.positive("mlp_width", mlpWidth);
        Sizes.positive("cross_every", crossEvery);
        Sizes.heads(width, heads);
    }

    /** BLIP-2's: 32 queries of width 768, twelve layers. */
    public static QFormerConfig blip2() {
        return new QFormerConfig(32, 768, 12, 12, 3072, 2, 1e-12);
    }
}
