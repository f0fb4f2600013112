package io.fovea.generate;

import java.util.Map;
import java.util.Set;

/**
 * Which tokens may be said.
 *
 * @param size ids of the tokenizer; rows of the embedding beyond it are never said
 * @param silent ids that are never said: padding, image tokens
 * @param openings added to the scores of ids that an answer may begin with
 */
public record Vocabulary(int size, Set<Integer> silent, Map<Integer, Double> openings) {

    public Vocabulary {
        silent = Set.copyOf(silent);
        openings = Map.copyOf(openings);
    }

    /** No answer begins more readily than the model says. */
    public Vocabulary(int size, Set<Integer> silent) {
        this(size, silent, Map.of());
    }

    boolean allows(int token) {
        return token < size && !silent.contains(token);
    }

    /** Minus infinity for what must not be said, and what is added to the first token's scores. */
    void apply(float[] scores, boolean first) {
        for (int id : silent) {
            if (id < scores.length) {
                scores[id] = Float.NEGATIVE_INFINITY;
            }
        }
        for (int id = size; id < scores.length; id++) {
            scores[id] = Float.NEGATIVE_INFINITY;
        }
        if (first) {
            openings.forEach((id, bias) -> scores[id] += bias.floatValue());
        }
    }

    static double logProbability(float[] scores, int token) {
        double max = Double.NEGATIVE_INFINITY;
        for (float score : scores) {
            max = Math.max(max, score);
        }
        double sum = 0;
        for (float score : scores) {
            sum += Math.exp(score - max);
        }
        return scores[token] - max - Math.log(sum);
    }
}
