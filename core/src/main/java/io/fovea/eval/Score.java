package io.fovea.eval;

import java.util.Map;

/**
 * How well one item was answered; what does not apply to its family is 0 and not asked for.
 *
 * @param correct the family's strict judgement, see {@link Scorer}
 * @param invalid the answer has a wrong form (words where a place or "none" is due, places where
 *     words are due, nothing at all, or cut off by length); counted beside, not instead of, its
 *     being wrong
 * @param boxIou of the first place answered with the true one, 0..1; grounding only
 * @param mask of the same two; grounding only
 * @param places places matched one to one ({@code all}), or phrases whose places all match
 *     (grounded captions)
 * @param tokenF1 of the words; captions only
 * @param kinds kinds named; captions only
 * @param values numbers from 0 to 1 of a {@link Measure} by name
 */
public record Score(
        boolean correct,
        boolean invalid,
        double boxIou,
        MaskOverlap mask,
        Matches places,
        double tokenF1,
        Matches kinds,
        Map<String, Double> values) {

    public Score {
        values = Map.copyOf(values);
    }

    /** A score without numbers of a {@link Measure}. */
    Score(
            boolean correct,
            boolean invalid,
            double boxIou,
            MaskOverlap mask,
            Matches places,
            double tokenF1,
            Matches kinds) {
        this(correct, invalid, boxIou, mask, places, tokenF1, kinds, Map.of());
    }

    /** A box is right when its IoU is above this, strictly (as in Shikra and PerceptionGPT). */
    public static final double THRESHOLD = 0.5;

    static Score words(boolean correct, boolean invalid) {
        return new Score(correct, invalid, 0, MaskOverlap.NONE, Matches.NONE, 0, Matches.NONE);
    }

    static Score places(boolean correct, boolean invalid, Matches places) {
        return new Score(correct, invalid, 0, MaskOverlap.NONE, places, 0, Matches.NONE);
    }

    /** Words judged by a {@link Measure}. */
    static Score measured(boolean correct, boolean invalid, Map<String, Double> values) {
        return new Score(
                correct, invalid, 0, MaskOverlap.NONE, Matches.NONE, 0, Matches.NONE, values);
    }

    /** A number of a {@link Measure}; 0 where there is none. */
    double value(String name) {
        return values.getOrDefault(name, 0.0);
    }
}
