package io.fovea.metrics;

import java.util.Collection;
import java.util.List;

/**
 * The score of a subtask of MME (Fu et al. 2023): two yes-or-no questions a picture; 100 times the
 * share of questions answered right plus 100 times the share of pictures with both right.
 *
 * @param accuracy share of questions
 * @param accuracyPlus share of pictures
 */
public record Mme(double accuracy, double accuracyPlus) {

    /**
     * Of the answers to each picture's questions.
     *
     * @param pictures for each picture whether each answer is right; at least one
     */
    public static Mme of(Collection<List<Boolean>> pictures) {
        long questions = pictures.stream().mapToLong(List::size).sum();
        if (questions == 0) {
            throw new IllegalArgumentException("MME needs at least one picture with a question");
        }
        long right = pictures.stream().flatMap(List::stream).filter(answer -> answer).count();
        long both =
                pictures.stream()
                        .filter(answers -> answers.stream().allMatch(answer -> answer))
                        .count();
        return new Mme((double) right / questions, (double) both / pictures.size());
    }

    /** From 0 to 200. */
    public double score() {
        return 100 * accuracy + 100 * accuracyPlus;
    }
}
