package io.fovea.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * Several data sets as an endless one, by weights. Pure, so that a run resumed at a step sees what
 * an uninterrupted one would have seen: which set a position takes from, and how often that set was
 * taken from before, follow from the position alone. Among every {@value #BLOCK} samples each set
 * has its exact share, in a seeded order; each pass over a set takes every sample once, in an order
 * of its own, and only where one pass ends and the next begins do their samples mix.
 */
public final class Mixture implements Dataset {

    /**
     * A data set and how often it is drawn.
     *
     * @param weight above 0; weights need not sum to one
     */
    public record Part(Dataset dataset, double weight) {

        public Part {
            if (!(weight > 0) || Double.isInfinite(weight)) {
                throw new IllegalArgumentException(
                        "the weight of a data set is above 0, got " + weight);
            }
            if (dataset.size() < 1) {
                throw new IllegalArgumentException("a data set of a mixture is empty");
            }
        }
    }

    private static final int BLOCK = 10_000;

    private final List<Part> parts;
    private final int[] counts;
    private final long seed;

    /**
     * Mixes.
     *
     * @param parts at least one and at most a hundred
     * @param seed of the order
     */
    public Mixture(List<Part> parts, long seed) {
        if (parts.isEmpty() || parts.size() > 100) {
            throw new IllegalArgumentException(
                    "a mixture has 1 to 100 data sets, got " + parts.size());
        }
        this.parts = List.copyOf(parts);
        this.seed = seed;
        counts = counts(parts);
    }

    /** Samples of each set in a block: at least one, summing to the block, largest remainders. */
    private static int[] counts(List<Part> parts) {
        double sum = parts.stream().mapToDouble(Part::weight).sum();
        int[] counts = new int[parts.size()];
        double[] missing = new double[parts.size()];
        for (int i = 0; i < counts.length; i++) {
            double exact = parts.get(i).weight() / sum * BLOCK;
            counts[i] = Math.max(1, (int) exact);
            missing[i] = exact - counts[i];
        }
        int left = BLOCK - Arrays.stream(counts).sum();
        while (left != 0) {
            int step = left > 0 ? 1 : -1;
            int at = -1;
            for (int i = 0; i < counts.length; i++) {
                boolean may = step > 0 || counts[i] > 1;
                if (may && (at < 0 || step * missing[i] > step * missing[at])) {
                    at = i;
                }
            }
            counts[at] += step;
            missing[at] -= step;
            left -= step;
        }
        return counts;
    }

    @Override
    public long size() {
        return Long.MAX_VALUE;
    }

    @Override
    public Sample get(long index) {
        long block = index / BLOCK;
        long slot = Order.index(index, BLOCK, seed);
        int part = 0;
        while (slot >= counts[part]) {
            slot -= counts[part++];
        }
        Dataset dataset = parts.get(part).dataset();
        long position = block * counts[part] + slot;
        return dataset.get(Order.index(position, dataset.size(), seed + 1 + part));
    }

    @Override
    public List<String> labels() {
        LinkedHashSet<String> labels = new LinkedHashSet<>();
        parts.forEach(part -> labels.addAll(part.dataset().labels()));
        return new ArrayList<>(labels);
    }
}
