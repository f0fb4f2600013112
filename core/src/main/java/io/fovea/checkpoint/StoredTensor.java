package io.fovea.checkpoint;

import io.fovea.tensor.DType;
import io.fovea.tensor.Tensor;
import io.fovea.tensor.Weights;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A tensor as bytes, ready to be written.
 *
 * @param shape sizes, outermost first
 * @param bytes the elements, row-major and little-endian
 */
record StoredTensor(DType type, List<Long> shape, MemorySegment bytes) {

    public StoredTensor {
        shape = List.copyOf(shape);
        long expected = TensorInfo.byteSize(type, shape);
        if (bytes.byteSize() != expected) {
            throw new IllegalArgumentException(
                    type + " " + shape + " needs " + expected + " bytes, got " + bytes.byteSize());
        }
    }

    /** What this is without its bytes. */
    TensorPlan plan() {
        return new TensorPlan(type, shape);
    }

    /**
     * The bytes of all tensors, valid until the innermost scope closes. Nothing is copied for
     * contiguous tensors on the host.
     */
    static Map<String, StoredTensor> all(Weights weights) {
        Map<String, StoredTensor> stored = new LinkedHashMap<>();
        weights.asMap().forEach((name, tensor) -> stored.put(name, of(tensor)));
        return stored;
    }

    /** The bytes of one tensor, valid until the innermost scope closes. */
    static StoredTensor of(Tensor tensor) {
        Tensor host = tensor.detach().cpu().contiguous();
        List<Long> shape = Arrays.stream(tensor.dims()).boxed().toList();
        MemorySegment bytes =
                host.elements() == 0 ? MemorySegment.ofArray(new byte[0]) : host.bytes();
        return new StoredTensor(tensor.dtype(), shape, bytes);
    }
}
