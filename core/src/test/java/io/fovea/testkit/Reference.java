package io.fovea.testkit;

import org.jspecify.annotations.Nullable;

/**
 * Building blocks written out with plain doubles, one loop an index: slow, and easy to check
 * against the paper.
 */
public final class Reference {

    private Reference() {}

    /** Softmax of one row. */
    public static double[] softmax(double[] scores) {
        double max = Double.NEGATIVE_INFINITY;
        for (double score : scores) {
            max = Math.max(max, score);
        }
        double sum = 0;
        double[] shares = new double[scores.length];
        for (int i = 0; i < scores.length; i++) {
            shares[i] = Math.exp(scores[i] - max);
            sum += shares[i];
        }
        for (int i = 0; i < scores.length; i++) {
            shares[i] /= sum;
        }
        return shares;
    }

    /** Layer norm of rows of {@code width}. */
    public static double[] layerNorm(
            double[] x, int width, double[] weight, double[] bias, double eps) {
        double[] y = new double[x.length];
        for (int row = 0; row < x.length; row += width) {
            double mean = 0;
            for (int i = 0; i < width; i++) {
                mean += x[row + i] / width;
            }
            double variance = 0;
            for (int i = 0; i < width; i++) {
                variance += (x[row + i] - mean) * (x[row + i] - mean) / width;
            }
            for (int i = 0; i < width; i++) {
                y[row + i] = (x[row + i] - mean) / Math.sqrt(variance + eps) * weight[i] + bias[i];
            }
        }
        return y;
    }

    /** RMS norm of rows of {@code width}. */
    public static double[] rmsNorm(double[] x, int width, double[] weight, double eps) {
        double[] y = new double[x.length];
        for (int row = 0; row < x.length; row += width) {
            double square = 0;
            for (int i = 0; i < width; i++) {
                square += x[row + i] * x[row + i] / width;
            }
            for (int i = 0; i < width; i++) {
                y[row + i] = x[row + i] / Math.sqrt(square + eps) * weight[i];
            }
        }
        return y;
    }

    /** One head's vector turned to a position, in Llama's half-split form. */
    public static double[] rope(double[] x, long position, double theta) {
        int half = x.length / 2;
        double[] y = new double[x.length];
        for (int i = 0; i < half; i++) {
            double angle = position * Math.pow(theta, -2.0 * i / x.length);
            y[i] = x[i] * Math.cos(angle) - x[i + half] * Math.sin(angle);
            y[i + half] = x[i + half] * Math.cos(angle) + x[i] * Math.sin(angle);
        }
        return y;
    }

    /** {@code x [n, in]} through {@code weight [out, in]} and a bias, or none. */
    public static double[] linear(double[] x, int in, double[] weight, double @Nullable [] bias) {
        int out = weight.length / in;
        int rows = x.length / in;
        double[] y = new double[rows * out];
        for (int r = 0; r < rows; r++) {
            for (int o = 0; o < out; o++) {
                double sum = bias == null ? 0 : bias[o];
                for (int i = 0; i < in; i++) {
                    sum += x[r * in + i] * weight[o * in + i];
                }
                y[r * out + o] = sum;
            }
        }
        return y;
    }

    /** Sizes of an attention: queries, keys, heads, key heads, width of a head. */
    public record Sizes(int queries, int keys, int heads, int keyHeads, int headWidth) {}

    /**
     * Attention of one sequence.
     *
     * @param q {@code [S, H * E]}
     * @param k {@code [T, K * E]}
     * @param v as k
     * @param mask added to scores, {@code [S, T]}, null for none
     * @return {@code [S, H * E]}
     */
    public static double[] attention(
            double[] q, double[] k, double[] v, double @Nullable [] mask, Sizes sizes) {
        int width = sizes.headWidth;
        int group = sizes.heads / sizes.keyHeads;
        double[] y = new double[sizes.queries * sizes.heads * width];
        for (int h = 0; h < sizes.heads; h++) {
            for (int s = 0; s < sizes.queries; s++) {
                int from = (s * sizes.heads + h) * width;
                double[] scores = new double[sizes.keys];
                for (int t = 0; t < sizes.keys; t++) {
                    int at = (t * sizes.keyHeads + h / group) * width;
                    for (int e = 0; e < width; e++) {
                        scores[t] += q[from + e] * k[at + e] / Math.sqrt(width);
                    }
                    scores[t] += mask == null ? 0 : mask[s * sizes.keys + t];
                }
                double[] shares = softmax(scores);
                for (int t = 0; t < sizes.keys; t++) {
                    int at = (t * sizes.keyHeads + h / group) * width;
                    for (int e = 0; e < width; e++) {
                        y[from + e] += shares[t] * v[at + e];
                    }
                }
            }
        }
        return y;
    }

    /** Every head of {@code x [S, H * E]} turned to its token's position. */
    public static double[] ropeAll(
            double[] x, int headWidth, int heads, long[] positions, double theta) {
        double[] y = new double[x.length];
        for (int s = 0; s < positions.length; s++) {
            for (int h = 0; h < heads; h++) {
                int at = (s * heads + h) * headWidth;
                double[] head = java.util.Arrays.copyOfRange(x, at, at + headWidth);
                System.arraycopy(rope(head, positions[s], theta), 0, y, at, headWidth);
            }
        }
        return y;
    }
}
