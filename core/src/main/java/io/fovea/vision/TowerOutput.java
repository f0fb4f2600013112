package io.fovea.vision;

import io.fovea.tensor.Tensor;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * What a tower sees.
 *
 * @param states after the embedding and after each block, {@code [B, P, Dv]} each, patches only,
 *     row by row
 * @param rows rows of patches; {@code rows * cols = P}
 * @param cols columns of patches
 * @param skip finer features {@code [B, Cs, Ys, Xs]} of a convolutional stem, for sharp masks; null
 *     where there are none
 */
public record TowerOutput(List<Tensor> states, int rows, int cols, @Nullable Tensor skip) {

    public TowerOutput {
        states = List.copyOf(states);
    }
}
