package io.fovea.generate;

import java.util.Arrays;
import java.util.Comparator;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;

/** Picks a token from scores. One sampler serves one answer. */
public interface Sampler {

    /**
     * Picks.
     *
     * @param scores {@code [V]}, not normalised; minus infinity for tokens that must not be said
     * @return a token whose score is above minus infinity
     * @throws IllegalStateException when no score is a number above minus infinity
     */
    int next(float[] scores);

    /** The sampler that a config describes. */
    static Sampler of(GenerationConfig config) {
        return config.temperature() == 0
                ? new Greedy()
                : new Drawn(
                        config.temperature(),
                        config.topP(),
                        RandomGeneratorFactory.of("L64X128MixRandom").create(config.seed()));
    }

    /** The likeliest token; the lowest id among equals. */
    record Greedy() implements Sampler {
        @Override
        public int next(float[] scores) {
            int best = -1;
            for (int i = 0; i < scores.length; i++) {
                if (scores[i] > (best < 0 ? Float.NEGATIVE_INFINITY : scores[best])) {
                    best = i;
                }
            }
            if (best < 0) {
                throw new IllegalStateException(
                        "no token can be said: all "
                                + scores.length
                                + " scores are NaN or minus infinity; the model's weights may be"
                                + " damaged");
            }
            return best;
        }
    }

    /**
     * Draws in proportion to {@code exp(score / temperature)} among the likeliest tokens that
     * together reach {@code topP} (Holtzman et al. 2020, arXiv 1904.09751).
     */
    record Drawn(double temperature, double topP, RandomGenerator random) implements Sampler {

        @Override
        public int next(float[] scores) {
            int best = new Greedy().next(scores);
            double[] weights = new double[scores.length];
            double sum = 0;
            for (int i = 0; i < scores.length; i++) {
                double weight = Math.exp((scores[i] - scores[best]) / temperature);
                weights[i] = Double.isNaN(weight) ? 0 : weight;
                sum += weights[i];
            }
            int[] order =
                    topP < 1 ? byWeight(weights) : IntStream.range(0, weights.length).toArray();
            double left =
                    random.nextDouble() * (topP < 1 ? reach(order, weights, topP * sum) : sum);
            for (int id : order) {
                left -= weights[id];
                if (left < 0 && weights[id] > 0) {
                    return id;
                }
            }
            return best;
        }

        private static int[] byWeight(double[] weights) {
            Integer[] order = IntStream.range(0, weights.length).boxed().toArray(Integer[]::new);
            Arrays.sort(order, Comparator.comparingDouble((Integer id) -> -weights[id]));
            return Arrays.stream(order).mapToInt(Integer::intValue).toArray();
        }

        /** Weight of the fewest likeliest tokens that reach a bound. */
        private static double reach(int[] order, double[] weights, double bound) {
            double sum = 0;
            for (int id : order) {
                sum += weights[id];
                if (sum >= bound) {
                    break;
                }
            }
            return sum;
        }
    }
}
