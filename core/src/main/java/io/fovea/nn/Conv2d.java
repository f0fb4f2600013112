package io.fovea.nn;

import io.fovea.tensor.Ops;
import io.fovea.tensor.Tensor;

import org.jspecify.annotations.Nullable;

/** Convolution {@code [B, in, Y, X] -> [B, out, Y', X']} with a square kernel. */
public final class Conv2d extends Module {

    private final Parameter weight;
    private final @Nullable Parameter bias;
    private final int stride;
    private final int padding;

    public Conv2d(long in, long out, int kernel, int stride, int padding, boolean bias) {
        weight = parameter("weight", Init.FAN_IN, out, in, kernel, kernel);
        this.bias = bias ? parameter("bias", Init.ZEROS, out) : null;
        this.stride = stride;
        this.padding = padding;
    }

    public Tensor forward(Tensor x) {
        return Ops.conv2d(x, weight.value(), bias == null ? null : bias.value(), stride, padding);
    }

    /** Convolves with another kernel (a resized one) under the same bias. */
    public Tensor forwardWith(Tensor kernel, Tensor x, int stride) {
        return Ops.conv2d(x, kernel, bias == null ? null : bias.value(), stride, padding);
    }

    /** {@code [out, in, k, k]}. */
    public Parameter weight() {
        return weight;
    }
}
