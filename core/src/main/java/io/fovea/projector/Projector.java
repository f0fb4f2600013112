package io.fovea.projector;

import io.fovea.nn.Module;
import io.fovea.tensor.Tensor;

/** Patch features to language tokens. */
public abstract class Projector extends Module {

    /**
     * {@code [B, P, Dv] -> [B, P', Dl]}; {@code rows * cols = P}. Features that stand before the
     * patches (a class token) go through projectors that treat each feature alone.
     */
    public abstract Tensor forward(Tensor features, int rows, int cols);

    /**
     * P' for a grid of patches.
     *
     * @throws IllegalArgumentException where the grid does not fall into the projector's blocks
     */
    public abstract int tokens(int rows, int cols);
}
