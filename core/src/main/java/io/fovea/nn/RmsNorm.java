package io.fovea.nn;

import io.fovea.tensor.Ops;
import io.fovea.tensor.Tensor;

/** Root-mean-square normalisation of the last dimension. */
public final class RmsNorm extends Module {

    private final Parameter weight;
    private final double eps;

    public RmsNorm(long width, double eps) {
        weight = parameter("weight", Init.ONES, width);
        this.eps = eps;
    }

    public Tensor forward(Tensor x) {
        return Ops.rmsNorm(x, weight.value(), eps);
    }
}
