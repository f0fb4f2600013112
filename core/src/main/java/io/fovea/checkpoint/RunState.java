package io.fovea.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;

import io.fovea.tensor.Weights;

/**
 * All that a run needs to go on as if it had never stopped.
 *
 * @param model weights or adapter by their names
 * @param optimizer the optimizer's moments by name
 * @param position generators, place in the data, step: whatever the trainer wants back
 */
public record RunState(Weights model, Weights optimizer, JsonNode position) {}
