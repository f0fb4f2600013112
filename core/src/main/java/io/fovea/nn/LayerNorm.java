package io.fovea.nn;

import io.fovea.tensor.Ops;
import io.fovea.tensor.Tensor;

/** Layer normalisation of the last dimension. */
public final class LayerNorm extends Module {

    private final Parameter weight;
    private final Parameter bias;
    private final double eps;

    public LayerNorm(long width, double eps) {
        weight = parameter("weight", Init.ONES, width);
        bias = parameter("bias", Init.ZEROS, width);
        this.eps = eps;
    }

    public Tensor forward(Tensor x) {
        return Ops.layerNorm(x, weight.value(), bias.value(), eps);
    }
}
