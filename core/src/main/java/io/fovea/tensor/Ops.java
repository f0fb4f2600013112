package io.fovea.tensor;

import static io.fovea.tensor.Native.optional;

import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.GeneratorOptional;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/** Operations that take weights: one method for each, with the shapes of its arguments. */
public final class Ops {

    static {
        Torch.load();
    }

    private Ops() {}

    /**
     * {@code x [.., in]}, weight {@code [out, in]}, bias {@code [out]} or none: {@code [.., out]}.
     */
    public static Tensor linear(Tensor x, Tensor weight, @Nullable Tensor bias) {
        Tensor faster = Products.linear(x, weight, bias);
        return faster != null
                ? faster
                : new Tensor(torch.linear(x.torch, weight.torch, optional(bias)));
    }

    /** Rows of {@code table [V, D]} at {@code ids [..]}: {@code [.., D]}. */
    public static Tensor embedding(Tensor table, Tensor ids) {
        return new Tensor(torch.embedding(table.torch, ids.torch));
    }

    /** Normalises the last dimension to mean 0 and variance 1, then scales and shifts. */
    public static Tensor layerNorm(
            Tensor x, @Nullable Tensor weight, @Nullable Tensor bias, double eps) {
        return new Tensor(
                torch.layer_norm(
                        x.torch,
                        new long[] {x.size(-1)},
                        optional(weight),
                        optional(bias),
                        eps,
                        false));
    }

    /** Divides the last dimension by its root mean square, then scales. */
    public static Tensor rmsNorm(Tensor x, Tensor weight, double eps) {
        return new Tensor(
                torch.rms_norm(
                        x.torch,
                        new long[] {x.size(-1)},
                        optional(weight),
                        new DoubleOptional(eps)));
    }

    /**
     * Batch normalisation of {@code [B, C, Y, X]}. While training it uses the batch's own
     * statistics and moves the running ones; otherwise it uses the running ones.
     */
    public static Tensor batchNorm(
            Tensor x,
            Tensor weight,
            Tensor bias,
            Tensor runningMean,
            Tensor runningVar,
            boolean training) {
        return new Tensor(
                torch.batch_norm(
                        x.torch,
                        optional(weight),
                        optional(bias),
                        optional(runningMean),
                        optional(runningVar),
                        training,
                        0.1,
                        1e-5,
                        false));
    }

    /** {@code x [B, C, Y, X]}, weight {@code [out, C, ky, kx]}: {@code [B, out, Y', X']}. */
    public static Tensor conv2d(
            Tensor x, Tensor weight, @Nullable Tensor bias, int stride, int padding) {
        if (Products.widens(x) && !Products.learns(x, weight, bias)) {
            try (Scope scope = Scope.open()) {
                Tensor wide = conv2d(wide(x), wide(weight), wideOrNull(bias), stride, padding);
                return scope.keep(wide.to(x.dtype()));
            }
        }
        long[] strides = {stride, stride};
        long[] paddings = {padding, padding};
        return new Tensor(
                torch.conv2d(
                        x.torch,
                        weight.torch,
                        optional(bias),
                        strides,
                        paddings,
                        new long[] {1, 1},
                        1));
    }

    /**
     * {@code x [B, C, Y, X]}, weight {@code [C, out, k, k]}, stride k: {@code [B, out, Y k, X k]}.
     */
    public static Tensor convTranspose2d(
            Tensor x, Tensor weight, @Nullable Tensor bias, int stride) {
        long[] zero = {0, 0};
        return new Tensor(
                torch.conv_transpose2d(
                        x.torch,
                        weight.torch,
                        optional(bias),
                        new long[] {stride, stride},
                        zero,
                        zero,
                        1,
                        1,
                        1));
    }

    /**
     * Bilinear resize of {@code [B, C, Y, X]}, pixel centres aligned as {@code
     * align_corners=False}.
     */
    public static Tensor resizeBilinear(Tensor x, long height, long width) {
        return new Tensor(torch.upsample_bilinear2d(x.torch, new long[] {height, width}, false));
    }

    /** Bicubic resize of {@code [B, C, Y, X]}, as {@link #resizeBilinear}. */
    public static Tensor resizeBicubic(Tensor x, long height, long width) {
        return new Tensor(torch.upsample_bicubic2d(x.torch, new long[] {height, width}, false));
    }

    /** Mean over windows that tile {@code [B, C, Y, X]} into {@code height x width} cells. */
    public static Tensor adaptiveAvgPool2d(Tensor x, long height, long width) {
        return new Tensor(torch.adaptive_avg_pool2d(x.torch, height, width));
    }

    /** Largest value in windows of {@code size}, moved by {@code stride}. */
    public static Tensor maxPool2d(Tensor x, int size, int stride, int padding) {
        return new Tensor(
                torch.max_pool2d(
                        x.torch,
                        new long[] {size, size},
                        new long[] {stride, stride},
                        new long[] {padding, padding},
                        new long[] {1, 1},
                        false));
    }

    /**
     * Drops elements with probability {@code p} and scales the others, as random as the library's
     * own generator.
     */
    public static Tensor dropout(Tensor x, double p) {
        return new Tensor(torch.dropout(x.torch, p, true));
    }

    /**
     * What to multiply {@code x} by to drop elements with probability {@code p} and scale the
     * others: the same numbers for the same seed.
     *
     * @return shaped as {@code x}, without gradient
     */
    public static Tensor keptShare(Tensor x, double p, long seed) {
        try (Scope scope = Scope.open();
                Grad off = Grad.off()) {
            var generator = new GeneratorOptional(torch.make_generator_cpu(seed));
            Tensor like = Tensor.zeros(x.dims());
            Tensor kept = new Tensor(torch.bernoulli(like.torch, 1 - p, generator));
            return scope.keep(kept.mul(1 / (1 - p)).to(x.dtype()).to(x.device()));
        }
    }

    /**
     * Fused attention without gradient cost in mind: q, k, v {@code [B, H, S, E]}, additive or
     * boolean mask.
     */
    public static Tensor scaledDotProductAttention(
            Tensor q, Tensor k, Tensor v, @Nullable Tensor mask, boolean causal) {
        if (Products.widens(q) && !Products.learns(q, k, v)) {
            try (Scope scope = Scope.open()) {
                Tensor added = mask == null || mask.dtype() == DType.BOOL ? mask : wide(mask);
                return scope.keep(
                        scaledDotProductAttention(wide(q), wide(k), wide(v), added, causal)
                                .to(q.dtype()));
            }
        }
        return Blas.singly(
                () ->
                        new Tensor(
                                torch.scaled_dot_product_attention(
                                        q.torch,
                                        k.torch,
                                        v.torch,
                                        optional(mask),
                                        0.0,
                                        causal,
                                        new DoubleOptional(),
                                        false)));
    }

    private static Tensor wide(Tensor x) {
        return x.to(DType.FLOAT32);
    }

    private static @Nullable Tensor wideOrNull(@Nullable Tensor x) {
        return x == null ? null : wide(x);
    }

    /** Cross entropy of {@code logits [N, V]} at {@code targets [N]}, one value a row. */
    public static Tensor crossEntropy(Tensor logits, Tensor targets) {
        Tensor logProbabilities = logits.logSoftmax(-1);
        return logProbabilities.gather(-1, targets.unsqueeze(-1)).squeeze(-1).neg();
    }

    /**
     * Cross entropy of {@code logits [N, V]} at {@code targets [N]}, one value a row; 0 where the
     * target is ignored.
     */
    public static Tensor crossEntropy(Tensor logits, Tensor targets, long ignoredTarget) {
        int noReduction = 0;
        return new Tensor(
                torch.cross_entropy_loss(
                        logits.torch,
                        targets.torch,
                        optional(null),
                        noReduction,
                        ignoredTarget,
                        0.0));
    }

    /** Binary cross entropy of logits against targets in 0..1, elementwise. */
    public static Tensor binaryCrossEntropyWithLogits(Tensor logits, Tensor targets) {
        int noReduction = 0;
        return new Tensor(
                torch.binary_cross_entropy_with_logits(
                        logits.torch, targets.torch, optional(null), optional(null), noReduction));
    }
}
