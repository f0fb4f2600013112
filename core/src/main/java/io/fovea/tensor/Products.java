package io.fovea.tensor;

import org.bytedeco.pytorch.MemoryFormatOptional;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/**
 * Products with weights on processors, where no gradient flows, by the way that is fastest there;
 * on an AMD EPYC core (Zen 3, 2,048 x 2,048 weights):
 *
 * <ul>
 *   <li>Up to {@link #VECTORS} rows by FLOAT32 weights are each a matrix times a vector: 0.4 ms a
 *       row, where the product of matrices takes 3.1 to 3.8.
 *   <li>Up to {@link #COLUMNS} rows by such weights are multiplied from the right, {@code W x^T}: 8
 *       rows take 3.0 ms instead of 4.4, 32 take 6.0 instead of 7.2, 128 take 13.6 instead of 14.5
 *       (measured beside other programs); at 256 there is no difference.
 *   <li>Up to {@link #FEW} rows by 16-bit weights stay with the library, which reads such weights
 *       once a row and sums in FLOAT32: 0.9 ms a row.
 *   <li>More rows by 16-bit weights, on a processor without units for them: the library would need
 *       0.8 ms for every row. Weights are widened, a block of rows at a time, which stays in the
 *       cache, and multiplied as FLOAT32 at its full speed. Widening is exact; results are rounded
 *       once.
 * </ul>
 */
final class Products {

    /** Rows up to which each is multiplied by FLOAT32 weights as a vector. */
    static final int VECTORS = 4;

    /** Rows up to which weights are multiplied by them from the right. */
    static final int COLUMNS = 32;

    /** Rows up to which the library's own product of 16-bit numbers is not slower. */
    static final int FEW = 5;

    /**
     * Of a widened block. Times hardly differ from 2 MiB to all weights at once; 512 KiB lose a
     * fifth.
     */
    private static final long BLOCK_BYTES = 4 << 20;

    /** Of a block, however long they are: products of fewer are slow. */
    private static final long LEAST_ROWS = 128;

    private Products() {}

    /** As {@link Ops#linear}, or null where the library's own way is best. */
    static @Nullable Tensor linear(Tensor x, Tensor weight, @Nullable Tensor bias) {
        if (!weight.torch.is_cpu() || learns(x, weight, bias)) {
            return null;
        }
        DType dtype = weight.dtype();
        long rows = x.elements() / Math.max(1, weight.size(1));
        if (x.dtype() != dtype || rows == 0) {
            return null;
        }
        if (dtype == DType.FLOAT32) {
            return rows <= COLUMNS ? few(x, weight, bias) : null;
        }
        return rows > FEW && widens(x) ? widened(x, weight, bias) : null;
    }

    /** Whether 16-bit numbers should be widened here before they are multiplied. */
    static boolean widens(Tensor x) {
        return x.torch.is_cpu() && !HalfUnits.own().multiply(x.dtype());
    }

    /** Whether a gradient will be asked for. */
    static boolean learns(Tensor x, Tensor weight, @Nullable Tensor bias) {
        return Grad.isOn()
                && (x.requiresGrad()
                        || weight.requiresGrad()
                        || (bias != null && bias.requiresGrad()));
    }

    private static Tensor few(Tensor x, Tensor weight, @Nullable Tensor bias) {
        try (Scope scope = Scope.open()) {
            long in = weight.size(1);
            Tensor rows = x.reshape(x.elements() / in, in);
            Tensor y = rows.size(0) <= VECTORS ? vectors(rows, weight) : columns(rows, weight);
            if (bias != null) {
                y.add_(bias, 1);
            }
            return scope.keep(y.reshape(outDims(x, weight)));
        }
    }

    private static Tensor vectors(Tensor rows, Tensor weight) {
        Tensor y = empty(rows.size(0), weight.size(0));
        for (long i = 0; i < rows.size(0); i++) {
            torch.mv_out(y.select(0, i).torch, weight.torch, rows.select(0, i).torch);
        }
        return y;
    }

    private static Tensor columns(Tensor rows, Tensor weight) {
        return weight.matmul(rows.transpose(0, 1)).transpose(0, 1).contiguous();
    }

    private static long[] outDims(Tensor x, Tensor weight) {
        long[] dims = x.dims();
        dims[dims.length - 1] = weight.size(0);
        return dims;
    }

    /** {@code x [.., in]} of any type, weight {@code [out, in]} of 16 bits; the type of x. */
    static Tensor widened(Tensor x, Tensor weight, @Nullable Tensor bias) {
        try (Scope scope = Scope.open()) {
            long in = weight.size(1);
            Tensor wide = x.to(DType.FLOAT32).reshape(x.elements() / in, in);
            Tensor y = byBlocks(wide, weight);
            if (bias != null) {
                y.add_(bias.to(DType.FLOAT32), 1);
            }
            return scope.keep(y.to(x.dtype()).reshape(outDims(x, weight)));
        }
    }

    /** {@code x [N, in]}: {@code [N, out]}, both FLOAT32. */
    private static Tensor byBlocks(Tensor x, Tensor weight) {
        long out = weight.size(0);
        long in = weight.size(1);
        boolean few = x.size(0) <= COLUMNS;
        Tensor turned = x.transpose(0, 1);
        long fitting = BLOCK_BYTES / (in * DType.FLOAT32.bytes());
        long block = Math.min(out, Math.max(LEAST_ROWS, fitting));
        Tensor buffer = empty(block, in);
        Tensor y = few ? empty(out, x.size(0)) : empty(x.size(0), out);
        for (long from = 0; from < out; from += block) {
            long count = Math.min(block, out - from);
            try (Scope scope = Scope.open()) {
                Tensor wide = buffer.narrow(0, 0, count).copy_(weight.narrow(0, from, count));
                if (few) {
                    torch.mm_out(y.narrow(0, from, count).torch, wide.torch, turned.torch);
                } else {
                    Tensor columns = wide.transpose(0, 1);
                    torch.mm_out(y.narrow(1, from, count).torch, x.torch, columns.torch);
                }
            }
        }
        return few ? y.transpose(0, 1) : y;
    }

    private static Tensor empty(long... dims) {
        return new Tensor(
                torch.empty(
                        dims, new TensorOptions(DType.FLOAT32.torch), new MemoryFormatOptional()));
    }
}
