package io.fovea.projector;

import io.fovea.nn.Module;
import io.fovea.tensor.Tensor;

/** Patch features to language tokens. */
public abstract class Projector extends Module {

    /** {@code [B, P, Dv] -> [B, P', Dl]}. */
    public abstract Tensor forward(Tensor features, int rows, int cols);

    /** P' for a grid of patches. */
    public abstract int tokens(int rows, int cols);
}
