package io.fovea.bench;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * What a linear classifier can read out of vectors: multinomial logistic regression on standardized
 * numbers, trained by Adam on the first four fifths, measured on the last fifth.
 */
final class LinearProbe {

    private static final int STEPS = 300;
    private static final double RATE = 0.03;
    private static final double DECAY = 1e-3;

    private final List<float[]> vectors = new ArrayList<>();
    private final List<Integer> labels = new ArrayList<>();
    private final Map<String, Integer> classes = new HashMap<>();

    /**
     * What was found.
     *
     * @param n vectors that were measured
     * @param classes number of labels
     * @param accuracy share of right labels
     * @param majority share of the commonest label, what a constant would reach
     */
    record Result(int n, int classes, double accuracy, double majority) {}

    void add(float[] vector, String label) {
        vectors.add(vector);
        labels.add(classes.computeIfAbsent(label, ignored -> classes.size()));
    }

    int size() {
        return vectors.size();
    }

    Result result() {
        int train = vectors.size() * 4 / 5;
        double[][] x = standardized(train);
        double[] weights = fit(x, train);
        int right = 0;
        int[] counts = new int[classes.size()];
        for (int i = train; i < x.length; i++) {
            counts[labels.get(i)]++;
            if (best(scores(weights, x[i])) == labels.get(i)) {
                right++;
            }
        }
        int n = x.length - train;
        int most = 0;
        for (int count : counts) {
            most = Math.max(most, count);
        }
        return new Result(n, classes.size(), (double) right / n, (double) most / n);
    }

    /** Mean 0 and deviation 1 over the training vectors, and a constant 1 at the end. */
    private double[][] standardized(int train) {
        int width = vectors.getFirst().length;
        double[][] x = new double[vectors.size()][width + 1];
        for (int j = 0; j < width; j++) {
            double sum = 0;
            double squares = 0;
            for (int i = 0; i < train; i++) {
                double value = vectors.get(i)[j];
                sum += value;
                squares += value * value;
            }
            double mean = sum / train;
            double deviation = Math.sqrt(Math.max(squares / train - mean * mean, 1e-12));
            for (int i = 0; i < x.length; i++) {
                x[i][j] = (vectors.get(i)[j] - mean) / deviation;
            }
        }
        for (double[] row : x) {
            row[width] = 1;
        }
        return x;
    }

    private double[] fit(double[][] x, int train) {
        int width = x[0].length;
        double[] weights = new double[classes.size() * width];
        double[] first = new double[weights.length];
        double[] second = new double[weights.length];
        Random random = new Random(1);
        int batch = Math.min(train, 512);
        for (int step = 1; step <= STEPS; step++) {
            double[] gradient = new double[weights.length];
            for (int k = 0; k < batch; k++) {
                int i = random.nextInt(train);
                double[] p = softmax(scores(weights, x[i]));
                p[labels.get(i)] -= 1;
                for (int c = 0; c < p.length; c++) {
                    for (int j = 0; j < width; j++) {
                        gradient[c * width + j] += p[c] * x[i][j] / batch;
                    }
                }
            }
            for (int w = 0; w < weights.length; w++) {
                double g = gradient[w] + DECAY * weights[w];
                first[w] = 0.9 * first[w] + 0.1 * g;
                second[w] = 0.99 * second[w] + 0.01 * g * g;
                double mean = first[w] / (1 - Math.pow(0.9, step));
                double square = second[w] / (1 - Math.pow(0.99, step));
                weights[w] -= RATE * mean / (Math.sqrt(square) + 1e-8);
            }
        }
        return weights;
    }

    private double[] scores(double[] weights, double[] x) {
        double[] scores = new double[classes.size()];
        for (int c = 0; c < scores.length; c++) {
            for (int j = 0; j < x.length; j++) {
                scores[c] += weights[c * x.length + j] * x[j];
            }
        }
        return scores;
    }

    private static double[] softmax(double[] scores) {
        double most = scores[best(scores)];
        double sum = 0;
        for (int i = 0; i < scores.length; i++) {
            scores[i] = Math.exp(scores[i] - most);
            sum += scores[i];
        }
        for (int i = 0; i < scores.length; i++) {
            scores[i] /= sum;
        }
        return scores;
    }

    private static int best(double[] scores) {
        int best = 0;
        for (int i = 1; i < scores.length; i++) {
            if (scores[i] > scores[best]) {
                best = i;
            }
        }
        return best;
    }
}
