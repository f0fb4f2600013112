package io.fovea.train;

import org.jspecify.annotations.Nullable;

import java.util.stream.DoubleStream;

/**
 * Weights of the losses of a stage; a weight of 0 leaves a loss, and what only it needs, out.
 *
 * @param tokens cross entropy of the answer tokens
 * @param tokenMean what its mean is over; null for exchanges
 * @param places boxes and masks at place tokens (PerceptionGPT); null for none
 * @param dense kinds, boxes and masks straight from image tokens, which teaches a tower quickly;
 *     null for none
 * @param attention where the phrase should look; null for none
 * @param requests where the slots of an interaction network should look; null for none
 */
public record Objectives(
        double tokens,
        @Nullable TokenMean tokenMean,
        @Nullable Places places,
        @Nullable Dense dense,
        @Nullable Attention attention,
        @Nullable Requests requests) {

    public Objectives {
        if (!(tokens >= 0) || Double.isInfinite(tokens)) {
            throw new IllegalArgumentException("the weight of tokens is at least 0, got " + tokens);
        }
    }

    /** What counts the same in the cross entropy of the answer tokens. */
    public enum TokenMean {
        /** Every exchange, however long its answer: a caption does not drown a yes. */
        EXCHANGE,
        /**
         * Every token. For answers that write places as text: the first of their dozens of tokens
         * decides whether there is a place at all, and would weigh little against the one token of
         * a "none".
         */
        TOKEN
    }

    public static Objectives defaults() {
        return of(0, null);
    }

    /** Words and places alone. */
    public static Objectives of(double tokens, @Nullable Places places) {
        return new Objectives(tokens, null, places, null, null, null);
    }

    /** Weights at place tokens. */
    public record Places(double l1, double giou, double maskCrossEntropy, double maskDice) {

        public Places {
            weights("places", l1, giou, maskCrossEntropy, maskDice);
        }

        /** Whether masks are learned at all. */
        boolean masks() {
            return maskCrossEntropy > 0 || maskDice > 0;
        }
    }

    /**
     * Weights on image tokens.
     *
     * @param kinds cross entropy over the kinds of things
     * @param names cross entropy of the language model's own output at the first token of the
     *     kind's name: teaches it to say what a patch shows
     * @param l1 boxes of the patches that show a thing
     * @param giou the same
     * @param masks masks from one patch of each thing
     */
    public record Dense(double kinds, double names, double l1, double giou, double masks) {

        public Dense {
            weights("dense", kinds, names, l1, giou, masks);
        }
    }

    /**
     * Attention supervision: minus the logarithm of the attention that the states which predict an
     * answer pay to the patches that show what it is about.
     *
     * @param layer of the language model
     * @param heads number of heads, from the first
     */
    public record Attention(int layer, int heads, double weight) {

        public Attention {
            weights("attention", weight);
            if (layer < 0 || heads < 1) {
                throw new IllegalArgumentException(
                        "attention.layer is at least 0 and attention.heads at least 1, got "
                                + layer
                                + " and "
                                + heads);
            }
        }
    }

    /**
     * Supervision of an interaction network that looks at patches: minus the logarithm of the
     * attention that its slots pay, mean over the heads of the last block, to the patches that show
     * what the exchange is about.
     *
     * @param slots number of slots, from the first; the others look where they like
     */
    public record Requests(int slots, double weight) {

        public Requests {
            weights("requests", weight);
            if (slots < 1) {
                throw new IllegalArgumentException("requests.slots is at least 1, got " + slots);
            }
        }
    }

    private static void weights(String name, double... weights) {
        for (double weight : weights) {
            if (!(weight >= 0) || Double.isInfinite(weight)) {
                throw new IllegalArgumentException(
                        "weights of '" + name + "' are at least 0, got " + weight);
            }
        }
        if (DoubleStream.of(weights).sum() == 0) {
            throw new IllegalArgumentException(
                    "all weights of '" + name + "' are 0; leave it out instead");
        }
    }

    /** Whether nothing would be learned. */
    boolean isEmpty() {
        return !needLanguage() && dense == null;
    }

    /** Whether a pass of the language model is needed. */
    boolean needLanguage() {
        return tokens > 0 || places != null || attention != null || requests != null;
    }
}
