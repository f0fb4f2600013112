package io.fovea.nn;

import io.fovea.tensor.Ops;
import io.fovea.tensor.Tensor;

/** Transposed convolution whose stride is its kernel: {@code [B, in, Y, X] -> [B, out, Y k, X k]}. */
public final class ConvTranspose2d extends Module {

    private final Parameter weight;
    private final Parameter bias;
    private final int kernel;

    public ConvTranspose2d(long in, long out, int kernel) {
        weight = parameter("weight", Init.normal(Math.sqrt(1.0 / in)), in, out, kernel, kernel);
        bias = parameter("bias", Init.ZEROS, out);
        this.kernel = kernel;
    }

    public Tensor forward(Tensor x) {
        return Ops.convTranspose2d(x, weight.value(), bias.value(), kernel);
    }
}
