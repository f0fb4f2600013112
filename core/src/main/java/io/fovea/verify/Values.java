package io.fovea.verify;

import io.fovea.tensor.DType;
import io.fovea.tensor.Tensor;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Numbers and their shape, away from any tensor.
 *
 * @param shape dims
 * @param numbers row by row
 */
record Values(long[] shape, double[] numbers) {

    /** Copies a tensor of any type. */
    static Values of(Tensor tensor) {
        return of(tensor.dims(), tensor.to(DType.FLOAT32).cpu().contiguous().toFloats());
    }

    static Values of(long[] shape, float[] numbers) {
        return new Values(
                shape, IntStream.range(0, numbers.length).mapToDouble(i -> numbers[i]).toArray());
    }

    static Values of(long[] shape, long[] numbers) {
        return new Values(shape, Arrays.stream(numbers).asDoubleStream().toArray());
    }

    static Values of(long[] shape, int[] numbers) {
        return new Values(shape, Arrays.stream(numbers).asDoubleStream().toArray());
    }

    static Values scalar(double number) {
        return new Values(new long[0], new double[] {number});
    }

    /** The same numbers in another shape. */
    Values as(long... dims) {
        return new Values(dims, numbers);
    }

    /** Largest absolute number. */
    double largest() {
        return Arrays.stream(numbers).map(Math::abs).max().orElse(0);
    }

    /** Position of a flat index. */
    long[] at(int flat) {
        long[] position = new long[shape.length];
        long rest = flat;
        for (int i = shape.length - 1; i >= 0; i--) {
            position[i] = rest % shape[i];
            rest /= shape[i];
        }
        return position;
    }
}
