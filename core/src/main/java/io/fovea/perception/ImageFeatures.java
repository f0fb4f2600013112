package io.fovea.perception;

import io.fovea.tensor.Tensor;

import org.jspecify.annotations.Nullable;

/**
 * What a vision tower says about a batch of pictures.
 *
 * @param features {@code [B, P, Dv]}, {@code P = rows * cols}, row by row
 * @param rows patches from top to bottom
 * @param cols patches from left to right
 * @param skip finer features {@code [B, Cs, Ys, Xs]} of a convolutional stem, or null
 */
public record ImageFeatures(Tensor features, int rows, int cols, @Nullable Tensor skip) {}
