package io.fovea.checkpoint;

import io.fovea.tensor.DType;

import java.util.List;

/**
 * A tensor that will be written: all that the header of a file says of it but its place.
 *
 * @param shape sizes, outermost first; empty for a scalar
 */
public record TensorPlan(DType type, List<Long> shape) {

    public TensorPlan {
        shape = List.copyOf(shape);
        if (TensorInfo.byteSize(type, shape) < 0) {
            throw new IllegalArgumentException("no size: " + shape);
        }
    }

    /** Length in bytes. */
    public long byteSize() {
        return TensorInfo.byteSize(type, shape);
    }

    @Override
    public String toString() {
        return type + " " + shape;
    }
}
