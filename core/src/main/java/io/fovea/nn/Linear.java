package io.fovea.nn;

import io.fovea.tensor.Ops;
import io.fovea.tensor.Tensor;

import org.jspecify.annotations.Nullable;

/** {@code y = x W^T + b}: {@code [.., in] -> [.., out]}. */
public final class Linear extends Module {

    private final Parameter weight;
    private final @Nullable Parameter bias;

    public Linear(long in, long out, boolean bias) {
        this(in, out, bias, Init.FAN_IN);
    }

    public Linear(long in, long out, boolean bias, Init init) {
        weight = parameter("weight", init, out, in);
        this.bias = bias ? parameter("bias", Init.ZEROS, out) : null;
    }

    public Tensor forward(Tensor x) {
        return Ops.linear(x, weight.value(), bias == null ? null : bias.value());
    }

    /** {@code [out, in]}. */
    public Parameter weight() {
        return weight;
    }

    /** {@code [out]}, or null. */
    public @Nullable Parameter bias() {
        return bias;
    }
}
