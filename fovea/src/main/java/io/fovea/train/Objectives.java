package io.fovea.train;

import org.jspecify.annotations.Nullable;

/**
 * Weights of the losses of a stage; a weight of 0 leaves a loss, and what only it needs, out.
 *
 * @param tokens cross entropy of the answer tokens
 * @param places boxes and masks at place tokens (PerceptionGPT); null for none
 * @param dense kinds, boxes and masks straight from image tokens, which teaches a tower quickly; null for none
 * @param attention where the phrase should look; null for none
 */
public record Objectives(
        double tokens, @Nullable Places places, @Nullable Dense dense, @Nullable Attention attention) {

    public static Objectives defaults() {
        return new Objectives(0, null, null, null);
    }

    /** Weights at place tokens. */
    public record Places(double l1, double giou, double maskCrossEntropy, double maskDice) {}

    /**
     * Weights on image tokens.
     *
     * @param kinds cross entropy over the kinds of things
     * @param l1 boxes of the patches that show a thing
     * @param giou the same
     * @param masks masks from one patch of each thing
     */
    public record Dense(double kinds, double l1, double giou, double masks) {}

    /**
     * Attention supervision: minus the logarithm of the attention that the state which predicts a place pays to the
     * patches that show it.
     *
     * @param layer of the language model
     * @param heads number of heads, from the first
     */
    public record Attention(int layer, int heads, double weight) {}

    /** Whether a pass of the language model is needed. */
    boolean needLanguage() {
        return tokens > 0 || places != null || attention != null;
    }
}
