package io.fovea.metrics;

import java.util.HashSet;
import java.util.List;

/**
 * VQA accuracy as the official evaluation computes it (GT-Vision-Lab/VQA, {@code vqaEval.py}; Antol
 * et al. 2015): for each person who answered, whether at least three of the <em>others</em> said
 * the same (one or two count a third each), averaged over the people.
 *
 * <p>A trap that is kept: where all people gave the same string, neither side is normalised, so
 * "No" against ten times "no" scores 0. {@link M4cAccuracy} always normalises.
 */
public final class VqaAccuracy {

    private static final double ENOUGH = 3;

    private VqaAccuracy() {}

    /**
     * From 0 to 1.
     *
     * @param truths what people answered, usually ten
     * @throws IllegalArgumentException when nobody answered
     */
    public static double of(String answer, List<String> truths) {
        String got = VqaWords.oneLine(answer);
        if (new HashSet<>(truths).size() > 1) {
            return agreement(VqaWords.of(got), truths.stream().map(VqaWords::punctuation).toList());
        }
        return agreement(got, truths);
    }

    /** The mean over people of how many of the others agree, three being enough. */
    static double agreement(String got, List<String> truths) {
        if (truths.isEmpty()) {
            throw new IllegalArgumentException(
                    "VQA accuracy needs people's answers to compare with, got none");
        }
        long same = truths.stream().filter(got::equals).count();
        double sum = 0;
        for (String truth : truths) {
            long others = truth.equals(got) ? same - 1 : same;
            sum += Math.min(1, others / ENOUGH);
        }
        return sum / truths.size();
    }
}
