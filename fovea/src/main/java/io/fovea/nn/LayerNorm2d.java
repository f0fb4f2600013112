package io.fovea.nn;

import io.fovea.tensor.Tensor;

/** Layer normalisation over the channels of {@code [B, C, Y, X]}, as Segment Anything uses it. */
public final class LayerNorm2d extends Module {

    private final Parameter weight;
    private final Parameter bias;
    private final double eps;
    private final long channels;

    public LayerNorm2d(long channels, double eps) {
        weight = parameter("weight", Init.ONES, channels);
        bias = parameter("bias", Init.ZEROS, channels);
        this.eps = eps;
        this.channels = channels;
    }

    public Tensor forward(Tensor x) {
        Tensor centred = x.sub(x.mean(1, true));
        Tensor variance = centred.mul(centred).mean(1, true);
        return centred.mul(variance.add(eps).rsqrt())
                .mul(weight.value().reshape(1, channels, 1, 1))
                .add(bias.value().reshape(1, channels, 1, 1));
    }
}
