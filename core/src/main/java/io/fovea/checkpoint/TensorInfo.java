package io.fovea.checkpoint;

import io.fovea.tensor.DType;

import java.util.List;

/**
 * What the header of a safetensors file says about one tensor.
 *
 * @param shape sizes, outermost first; empty for a scalar
 * @param begin first byte, counted from the end of the header
 * @param end one past the last byte
 */
public record TensorInfo(DType type, List<Long> shape, long begin, long end) {

    public TensorInfo {
        shape = List.copyOf(shape);
        long bytes = byteSize(type, shape);
        if (begin < 0 || end < begin || end - begin != bytes) {
            throw new IllegalArgumentException(
                    "bytes "
                            + begin
                            + " to "
                            + end
                            + " for "
                            + type
                            + " "
                            + shape
                            + ", which needs "
                            + bytes
                            + " bytes");
        }
    }

    /** Length in bytes. */
    public long byteSize() {
        return end - begin;
    }

    /** Number of elements. */
    public long elements() {
        return byteSize() / type.bytes();
    }

    /**
     * Bytes of a tensor of this type and shape.
     *
     * @throws IllegalArgumentException when a size is negative or the product does not fit in 63
     *     bits
     */
    static long byteSize(DType type, List<Long> shape) {
        long bytes = type.bytes();
        for (long size : shape) {
            if (size < 0) {
                throw new IllegalArgumentException(
                        "the negative size " + size + " in the shape " + shape);
            }
        }
        try {
            for (long size : shape) {
                bytes = Math.multiplyExact(bytes, Math.max(size, 1));
            }
            return shape.contains(0L) ? 0 : bytes;
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException(
                    "the shape " + shape + ", too large for 63 bits of bytes", e);
        }
    }
}
