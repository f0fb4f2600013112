package io.fovea.tensor;

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** The sizes of a tensor, outermost first. */
public record Shape(long... dims) {

    public Shape {
        dims = dims.clone();
    }

    @Override
    public long[] dims() {
        return dims.clone();
    }

    public int rank() {
        return dims.length;
    }

    /** Size of one dimension; negative counts from the end. */
    public long dim(int index) {
        return dims[index < 0 ? dims.length + index : index];
    }

    /** Number of elements. */
    public long elements() {
        return LongStream.of(dims).reduce(1, Math::multiplyExact);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Shape(long[] d) && Arrays.equals(d, dims);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(dims);
    }

    @Override
    public String toString() {
        return LongStream.of(dims)
                .mapToObj(Long::toString)
                .collect(Collectors.joining(", ", "[", "]"));
    }
}
