package io.fovea.metrics;

import java.util.List;

/**
 * Which option a model finds likeliest, without asking it to say a letter. SEED-Bench ranks options
 * so (AILab-CVC/SEED-Bench): by the model's loss on each option's text, which is the mean over its
 * tokens.
 */
public final class LikelihoodChoice {

    /**
     * How likely an option is after the question.
     *
     * @param sum of the natural logarithms of its tokens' probabilities
     * @param tokens how many
     */
    public record Option(double sum, int tokens) {

        public Option {
            if (tokens < 1 || Double.isNaN(sum) || sum > 0) {
                throw new IllegalArgumentException(
                        "an option has at least 1 token and a log-likelihood of at most 0, got "
                                + tokens
                                + " tokens and "
                                + sum);
            }
        }

        /** Mean over the tokens: SEED-Bench's, kind to long options. */
        public double mean() {
            return sum / tokens;
        }
    }

    private LikelihoodChoice() {}

    /**
     * The option with the highest mean; the first of equals.
     *
     * @throws IllegalArgumentException when there is none
     */
    public static int best(List<Option> options) {
        if (options.isEmpty()) {
            throw new IllegalArgumentException("there is no option to choose from");
        }
        int best = 0;
        for (int i = 1; i < options.size(); i++) {
            if (options.get(i).mean() > options.get(best).mean()) {
                best = i;
            }
        }
        return best;
    }
}
