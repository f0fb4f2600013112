package io.fovea.assistant;

import io.fovea.geometry.ImageGeometry;

/**
 * Where one slot of an interaction network looked before an answer was said.
 *
 * @param round which request, from 0
 * @param slot which answer to it, from 0
 * @param rows of patches on the model's input
 * @param cols of patches
 * @param shares of its attention, mean over the heads, row by row; they sum to 1
 * @param geometry from the picture to the model's input
 */
public record Looked(
        int round, int slot, int rows, int cols, float[] shares, ImageGeometry geometry) {}
