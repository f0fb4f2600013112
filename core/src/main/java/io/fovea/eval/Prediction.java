package io.fovea.eval;

import io.fovea.chat.Answer;
import io.fovea.metrics.LikelihoodChoice;

import java.util.List;

/**
 * What was answered.
 *
 * @param item what was asked
 * @param answer what the model said
 * @param millis wall-clock time of the answer, or its share of answers made together
 * @param options how likely each option is, where options were ranked; else empty
 */
public record Prediction(
        Item item, Answer answer, double millis, List<LikelihoodChoice.Option> options) {

    public Prediction {
        options = List.copyOf(options);
    }

    /** An answer in words and places. */
    public Prediction(Item item, Answer answer, double millis) {
        this(item, answer, millis, List.of());
    }
}
