package io.fovea.eval;

import io.fovea.chat.Answer;

/**
 * What was answered.
 *
 * @param item what was asked
 * @param answer what the model said
 * @param millis wall-clock time of the answer
 */
public record Prediction(Item item, Answer answer, double millis) {}
