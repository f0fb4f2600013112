package io.fovea.nn;

import io.fovea.tensor.Ops;
import io.fovea.tensor.Tensor;

/**
 * Transposed convolution whose stride is its kernel: {@code [B, in, Y, X] -> [B, out, Y k, X k]}.
 * Each pixel becomes k x k pixels of its own, so it is computed as one linear layer; the result
 * lies in memory with channels innermost.
 */
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
        long in = weight.shape().dim(0);
        long out = weight.shape().dim(1);
        Tensor perPixel = weight.value().permute(2, 3, 1, 0).reshape(kernel * kernel * out, in);
        Tensor shift =
                bias.value().expand((long) kernel * kernel, out).reshape(kernel * kernel * out);
        Tensor y = Ops.linear(x.permute(0, 2, 3, 1), perPixel, shift);
        long[] d = y.dims();
        return y.reshape(d[0], d[1], d[2], kernel, kernel, out)
                .permute(0, 1, 3, 2, 4, 5)
                .reshape(d[0], d[1] * kernel, d[2] * kernel, out)
                .permute(0, 3, 1, 2);
    }
}
