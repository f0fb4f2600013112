package io.fovea.language;

import io.fovea.nn.Activation;
import io.fovea.nn.RotaryEmbedding;

import org.jspecify.annotations.Nullable;

/**
 * A Llama-type decoder in a config of Fovea's own family, under the keys of Hugging Face configs.
 *
 * @param headDim E; null for {@code hidden_size / num_attention_heads}
 * @param initialization how weights begin without a checkpoint
 */
public record LlamaConfig(
        int vocabSize,
        int hiddenSize,
        int intermediateSize,
        int numHiddenLayers,
        int numAttentionHeads,
        int numKeyValueHeads,
        @Nullable Integer headDim,
        int maxPositionEmbeddings,
        double rmsNormEps,
        double ropeTheta,
        boolean tieWordEmbeddings,
        Initialization initialization) {

    /** How weights begin without a checkpoint. */
    public enum Initialization {
        /** Independent normal numbers. */
        NORMAL,
        /**
         * Queries equal keys and outputs undo values (Trockman and Kolter 2023): tokens attend to
         * tokens like themselves from the start.
         */
        MIMETIC
    }

    public LlamaConfig {
        if (numHiddenLayers < 1 || vocabSize < 1 || hiddenSize < 1) {
            throw new IllegalArgumentException(
                    "vocab_size, hidden_size and num_hidden_layers are at least 1");
        }
        if (headDim == null && hiddenSize % numAttentionHeads != 0) {
            throw new IllegalArgumentException(
                    "hidden_size "
                            + hiddenSize
                            + " is not a multiple of num_attention_heads "
                            + numAttentionHeads
                            + "; give head_dim");
        }
    }

    /** E. */
    public int headWidth() {
        return headDim == null ? hiddenSize / numAttentionHeads : headDim;
    }

    /** The same model as any other decoder. */
    public DecoderConfig decoder() {
        return new DecoderConfig(
                vocabSize,
                hiddenSize,
                numHiddenLayers,
                maxPositionEmbeddings,
                rmsNormEps,
                tieWordEmbeddings,
                new DecoderConfig.SelfAttention(
                        numAttentionHeads, numKeyValueHeads, headWidth(), false, false, null),
                new DecoderConfig.FeedForward(intermediateSize, Activation.SILU, false),
                RotaryEmbedding.Config.plain(ropeTheta),
                DecoderConfig.WeightForm.SEPARATE,
                initialization);
    }

    /** The same model with another vocabulary. */
    public LlamaConfig withVocabulary(int size) {
        return new LlamaConfig(
                size,
                hiddenSize,
                intermediateSize,
                numHiddenLayers,
                numAttentionHeads,
                numKeyValueHeads,
                headDim,
                maxPositionEmbeddings,
                rmsNormEps,
                ropeTheta,
                tieWordEmbeddings,
                initialization);
    }
}
