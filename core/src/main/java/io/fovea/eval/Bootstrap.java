package io.fovea.eval;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Percentile bootstrap (Efron) of ratios of sums, resampling whole pictures: questions about one
 * picture share its difficulty, so resampling single questions would claim too narrow intervals.
 * All estimates share the same draws.
 */
public final class Bootstrap {

    private static final double TAIL = 0.025;

    /** What one item adds to a ratio. */
    record Term(int cluster, double numerator, double denominator) {}

    private final int clusters;
    private final byte[][] times;

    /**
     * Draws the resamples.
     *
     * @param clusters number of pictures
     * @param replicates number of resamples
     */
    public Bootstrap(int clusters, int replicates, long seed) {
        this.clusters = clusters;
        times = new byte[replicates][clusters];
        SplittableRandom random = new SplittableRandom(seed);
        for (byte[] draw : times) {
            for (int i = 0; i < clusters; i++) {
                draw[random.nextInt(clusters)]++;
            }
        }
    }

    /**
     * Sum of numerators over sum of denominators; nothing when there is no term or the denominators
     * sum to 0.
     */
    Optional<Estimate> ratio(List<Term> terms) {
        return meanOfRatios(List.of(terms));
    }

    /**
     * The plain mean of several ratios, each over its own terms; those without denominator are left
     * out.
     */
    Optional<Estimate> meanOfRatios(Collection<List<Term>> groups) {
        List<double[][]> sums = new ArrayList<>();
        int n = 0;
        for (List<Term> terms : groups) {
            double[][] sum = sums(terms);
            if (Arrays.stream(sum[1]).sum() > 0) {
                sums.add(sum);
                n += (int) terms.stream().filter(term -> term.denominator() > 0).count();
            }
        }
        if (sums.isEmpty()) {
            return Optional.empty();
        }
        byte[] once = new byte[clusters];
        Arrays.fill(once, (byte) 1);
        double value = mean(sums, once);
        double[] drawn =
                Arrays.stream(times)
                        .mapToDouble(draw -> mean(sums, draw))
                        .filter(Double::isFinite)
                        .sorted()
                        .toArray();
        return Optional.of(estimate(value, drawn, n));
    }

    /** Numbers of a set of pictures, given how often each counts. */
    @FunctionalInterface
    interface Statistics {

        /** The numbers, always as many; one is not finite where there is none. */
        double[] of(int[] times);
    }

    /**
     * Any numbers of the set; nothing in the place of one that it does not have.
     *
     * @param n items they rest on
     * @param replicates how many of the resamples are taken, for numbers that take long
     */
    List<Optional<Estimate>> of(Statistics statistics, int n, int replicates) {
        int[] once = new int[clusters];
        Arrays.fill(once, 1);
        double[] values = statistics.of(once);
        int count = Math.min(replicates, times.length);
        double[][] drawn = new double[values.length][count];
        for (int i = 0; i < count; i++) {
            double[] numbers = statistics.of(wide(times[i]));
            for (int number = 0; number < values.length; number++) {
                drawn[number][i] = numbers[number];
            }
        }
        List<Optional<Estimate>> estimates = new ArrayList<>();
        for (int number = 0; number < values.length; number++) {
            double[] finite =
                    Arrays.stream(drawn[number]).filter(Double::isFinite).sorted().toArray();
            estimates.add(
                    Double.isFinite(values[number])
                            ? Optional.of(estimate(values[number], finite, n))
                            : Optional.empty());
        }
        return estimates;
    }

    private static int[] wide(byte[] times) {
        int[] wide = new int[times.length];
        for (int i = 0; i < wide.length; i++) {
            wide[i] = times[i];
        }
        return wide;
    }

    private static Estimate estimate(double value, double[] drawn, int n) {
        return drawn.length == 0
                ? new Estimate(value, value, value, n)
                : new Estimate(value, quantile(drawn, TAIL), quantile(drawn, 1 - TAIL), n);
    }

    private double[][] sums(List<Term> terms) {
        double[][] sums = new double[2][clusters];
        for (Term term : terms) {
            sums[0][term.cluster()] += term.numerator();
            sums[1][term.cluster()] += term.denominator();
        }
        return sums;
    }

    private static double mean(List<double[][]> groups, byte[] times) {
        double sum = 0;
        int count = 0;
        for (double[][] group : groups) {
            double numerator = 0;
            double denominator = 0;
            for (int i = 0; i < times.length; i++) {
                numerator += times[i] * group[0][i];
                denominator += times[i] * group[1][i];
            }
            if (denominator > 0) {
                sum += numerator / denominator;
                count++;
            }
        }
        return sum / count;
    }

    /** Linear between order statistics (type 7, as numpy's default). */
    static double quantile(double[] sorted, double at) {
        double place = at * (sorted.length - 1);
        int below = (int) Math.floor(place);
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }
}
