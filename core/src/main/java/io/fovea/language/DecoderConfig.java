package io.fovea.language;

import io.fovea.nn.Activation;
import io.fovea.nn.RotaryEmbedding;

import org.jspecify.annotations.Nullable;

/**
 * What a {@link Decoder} is, as data: every family of {@link LanguageFamilies} is one of these.
 *
 * @param vocabulary V
 * @param width Dl
 * @param layers L
 * @param maxPositions longest sequence that the model was made for
 * @param normEps of every RMS norm
 * @param tiedEmbeddings whether scores are made with the embedding's weights
 * @param attention shape of the attention layers
 * @param feedForward shape of the gated layers
 * @param rotary how positions turn queries and keys
 * @param weights how linear layers that read the same input are stored
 * @param initialization how weights begin without a checkpoint
 */
public record DecoderConfig(
        int vocabulary,
        int width,
        int layers,
        int maxPositions,
        double normEps,
        boolean tiedEmbeddings,
        SelfAttention attention,
        FeedForward feedForward,
        RotaryEmbedding.Config rotary,
        WeightForm weights,
        LlamaConfig.Initialization initialization) {

    /**
     * The shape of the attention layers.
     *
     * @param heads H
     * @param keyHeads K, a divisor of H
     * @param headWidth E
     * @param bias whether queries, keys and values have biases
     * @param outBias whether outputs have
     * @param window what layers see of earlier tokens; null for all of them
     */
    public record SelfAttention(
            int heads,
            int keyHeads,
            int headWidth,
            boolean bias,
            boolean outBias,
            @Nullable Window window) {

        public SelfAttention {
            if (heads < 1 || keyHeads < 1 || heads % keyHeads != 0) {
                throw new IllegalArgumentException(
                        "num_attention_heads "
                                + heads
                                + " is not a multiple of num_key_value_heads "
                                + keyHeads);
            }
            if (headWidth < 2 || headWidth % 2 != 0) {
                throw new IllegalArgumentException(
                        "head_dim is an even number above 0, got " + headWidth);
            }
        }
    }

    /**
     * A sliding window: a token sees itself and the {@code tokens - 1} before it.
     *
     * @param tokens at least 1
     * @param firstLayer layers before this one see everything
     */
    public record Window(int tokens, int firstLayer) {
        public Window {
            if (tokens < 1 || firstLayer < 0) {
                throw new IllegalArgumentException(
                        "sliding_window is at least 1 and max_window_layers at least 0, got "
                                + tokens
                                + " and "
                                + firstLayer);
            }
        }
    }

    /**
     * The shape of the gated layers.
     *
     * @param inner width between
     * @param activation of the gate
     * @param bias whether the linear layers have biases
     */
    public record FeedForward(int inner, Activation activation, boolean bias) {
        public FeedForward {
            if (inner < 1) {
                throw new IllegalArgumentException("intermediate_size is at least 1, got " + inner);
            }
        }
    }

    /** How linear layers that read the same input are stored. */
    public enum WeightForm {
        /** {@code q_proj}, {@code k_proj}, {@code v_proj}; {@code gate_proj}, {@code up_proj}. */
        SEPARATE,
        /** {@code qkv_proj}; {@code gate_up_proj}. */
        FUSED
    }

    public DecoderConfig {
        if (vocabulary < 1 || width < 1 || layers < 1 || maxPositions < 1) {
            throw new IllegalArgumentException(
                    "vocab_size, hidden_size, num_hidden_layers and max_position_embeddings are at"
                            + " least 1, got "
                            + vocabulary
                            + ", "
                            + width
                            + ", "
                            + layers
                            + " and "
                            + maxPositions);
        }
        if (!(normEps >= 0)) {
            throw new IllegalArgumentException("rms_norm_eps is not below 0, got " + normEps);
        }
        // Fails here rather than when weights are there.
        new RotaryEmbedding(attention.headWidth(), rotary);
    }

    /** The window of a layer, in tokens; null when it sees everything. */
    public @Nullable Integer windowOf(int layer) {
        Window window = attention.window();
        return window == null || layer < window.firstLayer() ? null : window.tokens();
    }

    /** The same model with another vocabulary. */
    public DecoderConfig withVocabulary(int size) {
        return new DecoderConfig(
                size,
                width,
                layers,
                maxPositions,
                normEps,
                tiedEmbeddings,
                attention,
                feedForward,
                rotary,
                weights,
                initialization);
    }

    /**
     * Whether a tensor of a checkpoint only repeats what the model has otherwise: rotary
     * frequencies of old Llama checkpoints, and the output weight of a tied model.
     */
    public boolean repeats(String name) {
        return name.endsWith(".rotary_emb.inv_freq")
                || (tiedEmbeddings && name.equals("lm_head.weight"));
    }
}
