package io.fovea.metrics;

import java.util.List;
import java.util.Locale;

/**
 * The VQA accuracy of TextVQA and ST-VQA as LLaVA computes it ({@code m4c_evaluator.py}): both
 * sides always normalised, a possessive 's apart from its word.
 */
public final class M4cAccuracy {

    private M4cAccuracy() {}

    /** The normalised answer. */
    public static String words(String answer) {
        String apart =
                answer.toLowerCase(Locale.ROOT)
                        .replace(",", "")
                        .replace("?", "")
                        .replace("'s", " 's")
                        .strip();
        return VqaWords.of(VqaWords.oneLine(apart));
    }

    /**
     * TextVQA's soft accuracy from 0 to 1.
     *
     * @param truths what people answered, usually ten
     * @throws IllegalArgumentException when nobody answered
     */
    public static double of(String answer, List<String> truths) {
        return VqaAccuracy.agreement(
                words(answer), truths.stream().map(M4cAccuracy::words).toList());
    }

    /** ST-VQA's accuracy: whether the answer is any of the true ones. */
    public static boolean any(String answer, List<String> truths) {
        String got = words(answer);
        return truths.stream().map(M4cAccuracy::words).anyMatch(got::equals);
    }
}
