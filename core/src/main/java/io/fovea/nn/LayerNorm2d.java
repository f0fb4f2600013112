package io.fovea.nn;

import io.fovea.tensor.Ops;
import io.fovea.tensor.Tensor;

/** Layer normalisation over the channels of {@code [B, C, Y, X]}, as Segment Anything uses it. */
public final class LayerNorm2d extends Module {

    private final Parameter weight;
    private final Parameter bias;
    private final double eps;

    public LayerNorm2d(long channels, double eps) {
        weight = parameter("weight", Init.ONES, channels);
        bias = parameter("bias", Init.ZEROS, channels);
        this.eps = eps;
    }

    public Tensor forward(Tensor x) {
        Tensor channelsInnermost = x.permute(0, 2, 3, 1);
        return Ops.layerNorm(channelsInnermost, weight.value(), bias.value(), eps)
                .permute(0, 3, 1, 2);
    }
}
