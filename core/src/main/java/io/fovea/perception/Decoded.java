package io.fovea.perception;

import io.fovea.tensor.Tensor;

/**
 * Places read from hidden states.
 *
 * @param boxesCxcywh {@code [N, 4]} fractions of the model's input, each in 0..1
 * @param maskLogits {@code [N, Y, X]} over the model's input; above 0 is inside
 */
public record Decoded(Tensor boxesCxcywh, Tensor maskLogits) {}
