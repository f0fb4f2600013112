package io.fovea.language;

import io.fovea.config.ForeignObject;
import io.fovea.nn.Activation;
import io.fovea.nn.RotaryEmbedding;

import org.jspecify.annotations.Nullable;

/** The keys that the configs of all families share. */
final class DecoderKeys {

    private DecoderKeys() {}

    /**
     * What an absent key means.
     *
     * @param keyHeads null for as many as heads
     * @param originalPositions what {@code original_max_position_embeddings} is; null for as many
     *     as {@code max_position_embeddings}
     */
    record Defaults(
            int vocabulary,
            int width,
            int inner,
            int layers,
            int heads,
            @Nullable Integer keyHeads,
            int maxPositions,
            double normEps,
            double theta,
            @Nullable Integer originalPositions) {}

    /** What a family has, or reads from keys of its own. */
    record Traits(
            boolean attentionBias,
            boolean outBias,
            boolean mlpBias,
            DecoderConfig.@Nullable Window window,
            DecoderConfig.WeightForm weights) {}

    /**
     * Reads a decoder.
     *
     * @throws io.fovea.config.ConfigError when values do not fit each other, with all other
     *     problems
     */
    static DecoderConfig read(ForeignObject keys, Defaults absent, Traits traits) {
        int vocabulary = keys.whole("vocab_size", absent.vocabulary);
        int width = keys.whole("hidden_size", absent.width);
        int layers = keys.whole("num_hidden_layers", absent.layers);
        int maxPositions = keys.whole("max_position_embeddings", absent.maxPositions);
        double normEps = keys.number("rms_norm_eps", absent.normEps);
        boolean tied = keys.truth("tie_word_embeddings", false);
        int inner = keys.whole("intermediate_size", absent.inner);
        Activation activation = keys.named("hidden_act", "silu", Activation::of);
        checkWholeHeads(keys);
        var attention = keys.make("", () -> attention(keys, width, absent, traits));
        int headWidth = attention.map(DecoderConfig.SelfAttention::headWidth).orElse(2);
        RotaryEmbedding.Config rotary =
                RotaryKeys.read(
                        keys,
                        new RotaryKeys.Model(
                                absent.theta, absent.originalPositions, maxPositions, headWidth));
        return attention
                .flatMap(
                        own ->
                                keys.make(
                                        "",
                                        () ->
                                                new DecoderConfig(
                                                        vocabulary,
                                                        width,
                                                        layers,
                                                        maxPositions,
                                                        normEps,
                                                        tied,
                                                        own,
                                                        new DecoderConfig.FeedForward(
                                                                inner, activation, traits.mlpBias),
                                                        rotary,
                                                        traits.weights,
                                                        LlamaConfig.Initialization.NORMAL)))
                .orElseThrow(keys::error);
    }

    private static DecoderConfig.SelfAttention attention(
            ForeignObject keys, int width, Defaults absent, Traits traits) {
        int heads = keys.whole("num_attention_heads", absent.heads);
        Integer keyHeads = keys.wholeOrNull("num_key_value_heads", absent.keyHeads);
        Integer headWidth = keys.wholeOrNull("head_dim", null);
        if (headWidth == null && (heads < 1 || width % heads != 0)) {
            throw new IllegalArgumentException(
                    "hidden_size "
                            + width
                            + " is not a multiple of num_attention_heads "
                            + heads
                            + "; give head_dim");
        }
        return new DecoderConfig.SelfAttention(
                heads,
                keyHeads == null ? heads : keyHeads,
                headWidth == null ? width / heads : headWidth,
                traits.attentionBias,
                traits.outBias,
                traits.window);
    }

    /** Heads that turn only in part are another arithmetic. */
    private static void checkWholeHeads(ForeignObject keys) {
        double part = keys.number("partial_rotary_factor", 1);
        if (part != 1) {
            keys.problem(
                    "partial_rotary_factor",
                    "1",
                    String.valueOf(part),
                    "heads of which a part only is turned are not computed here");
        }
    }
}
