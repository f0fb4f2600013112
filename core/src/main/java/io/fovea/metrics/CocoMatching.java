package io.fovea.metrics;

import java.util.ArrayList;
import java.util.List;

/**
 * Who found what: the things found in one picture, of one category, against the true ones, for one
 * range of sizes and all ten thresholds.
 *
 * <p>From the most confident down, each takes the true thing it overlaps most, if the overlap
 * reaches the threshold and nobody has taken it; a thing outside the range or a crowd is taken only
 * where no other can be, and then neither counts for nor against. What found nothing and is itself
 * outside the range does not count either.
 *
 * @param truths true things in the range that are no crowd
 * @param scores of what was found, falling
 * @param matched for each found thing a bit for each threshold: it took a true thing
 * @param ignored likewise: it does not count
 */
record CocoMatching(int truths, double[] scores, int[] matched, int[] ignored) {

    /** Most found things that count in a picture. */
    static final int MOST = 100;

    private static final int THRESHOLDS = 10;
    private static final double ALMOST_ONE = 1 - 1e-10;

    /** IoU thresholds 0.5, 0.55, ... 0.95, as numpy spaces them. */
    static double threshold(int index) {
        return index == THRESHOLDS - 1 ? 0.95 : index * ((0.95 - 0.5) / (THRESHOLDS - 1)) + 0.5;
    }

    static int thresholds() {
        return THRESHOLDS;
    }

    /**
     * Matches.
     *
     * @param found the most confident first, at most {@link #MOST}
     * @param ious {@code [found][truths]}
     */
    static CocoMatching of(
            List<CocoFound> found,
            List<CocoTruth> truths,
            double[][] ious,
            CocoArea range,
            CocoOverlap overlap) {
        List<Integer> order = new ArrayList<>();
        List<Integer> beside = new ArrayList<>();
        for (int i = 0; i < truths.size(); i++) {
            CocoTruth truth = truths.get(i);
            (truth.crowd() || !range.holds(truth.area()) ? beside : order).add(i);
        }
        int counted = order.size();
        order.addAll(beside);
        double[] scores = found.stream().mapToDouble(one -> one.region().score()).toArray();
        int[] matched = new int[scores.length];
        int[] ignored = new int[scores.length];
        for (int t = 0; t < THRESHOLDS; t++) {
            boolean[] taken = new boolean[order.size()];
            for (int d = 0; d < scores.length; d++) {
                int best = best(order, counted, taken, truths, ious[d], threshold(t));
                if (best >= 0) {
                    taken[best] = true;
                    matched[d] |= 1 << t;
                    ignored[d] |= (best >= counted ? 1 : 0) << t;
                } else if (!range.holds(overlap.area(found.get(d)))) {
                    ignored[d] |= 1 << t;
                }
            }
        }
        return new CocoMatching(counted, scores, matched, ignored);
    }

    /** Where in the order the true thing stands that is taken; -1 for none. */
    private static int best(
            List<Integer> order,
            int counted,
            boolean[] taken,
            List<CocoTruth> truths,
            double[] ious,
            double threshold) {
        double reached = Math.min(threshold, ALMOST_ONE);
        int best = -1;
        for (int at = 0; at < order.size(); at++) {
            int truth = order.get(at);
            if (taken[at] && !truths.get(truth).crowd()) {
                continue;
            }
            if (best >= 0 && best < counted && at >= counted) {
                return best;
            }
            if (ious[truth] >= reached) {
                reached = ious[truth];
                best = at;
            }
        }
        return best;
    }
}
