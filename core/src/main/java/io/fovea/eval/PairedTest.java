package io.fovea.eval;

import java.util.SplittableRandom;

/**
 * Whether two systems differ on the same items, or only by chance.
 *
 * <ul>
 *   <li>{@link #permutation}: how often as large a difference comes when the two systems' answers
 *       are swapped at random, picture by picture (approximate randomization, Noreen 1989). Holds
 *       for any ratio of sums, and takes several questions about one picture as one.
 *   <li>{@link #mcNemar}: the exact test (McNemar 1947) on items that just one system has right.
 * </ul>
 */
final class PairedTest {

    static final int SWAPS = 10_000;

    private PairedTest() {}

    /**
     * Two-sided.
     *
     * @param first numerators and denominators {@code [picture][2]}
     * @param second the same pictures
     * @return from just above 0 to 1
     */
    static double permutation(double[][] first, double[][] second, long seed) {
        double observed = Math.abs(difference(first, second, new boolean[first.length]));
        SplittableRandom random = new SplittableRandom(seed);
        boolean[] swapped = new boolean[first.length];
        int as = 1;
        for (int round = 0; round < SWAPS; round++) {
            for (int i = 0; i < swapped.length; i++) {
                swapped[i] = random.nextBoolean();
            }
            if (Math.abs(difference(first, second, swapped)) >= observed - 1e-12) {
                as++;
            }
        }
        return (double) as / (SWAPS + 1);
    }

    private static double difference(double[][] first, double[][] second, boolean[] swapped) {
        double[] sums = new double[4];
        for (int i = 0; i < swapped.length; i++) {
            double[] a = swapped[i] ? second[i] : first[i];
            double[] b = swapped[i] ? first[i] : second[i];
            sums[0] += a[0];
            sums[1] += a[1];
            sums[2] += b[0];
            sums[3] += b[1];
        }
        return (sums[3] == 0 ? 0 : sums[2] / sums[3]) - (sums[1] == 0 ? 0 : sums[0] / sums[1]);
    }

    /**
     * Two-sided and exact.
     *
     * @param onlyFirst items that only the first has right
     * @param onlySecond items that only the second has right
     */
    static double mcNemar(long onlyFirst, long onlySecond) {
        long n = onlyFirst + onlySecond;
        double sum = 0;
        double logChoose = 0;
        for (long k = 0; k <= Math.min(onlyFirst, onlySecond); k++) {
            sum += Math.exp(logChoose - n * Math.log(2));
            logChoose += Math.log(n - k) - Math.log(k + 1);
        }
        return Math.min(1, 2 * sum);
    }
}
