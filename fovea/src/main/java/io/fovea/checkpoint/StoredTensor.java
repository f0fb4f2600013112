package io.fovea.checkpoint;

import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * A tensor as bytes, ready to be written.
 *
 * @param shape sizes, outermost first
 * @param bytes the elements, row-major and little-endian
 */
public record StoredTensor(StoredType type, List<Long> shape, MemorySegment bytes) {

    public StoredTensor {
        shape = List.copyOf(shape);
        long expected = TensorInfo.byteSize(type, shape);
        if (bytes.byteSize() != expected) {
            throw new IllegalArgumentException(
                    type + " " + shape + " needs " + expected + " bytes, got " + bytes.byteSize());
        }
    }
}
