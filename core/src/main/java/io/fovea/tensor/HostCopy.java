package io.fovea.tensor;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;

import java.lang.foreign.MemorySegment;

/** Copies between Java arrays, mapped memory and tensors. */
final class HostCopy {

    private HostCopy() {}

    private static TensorOptions options(DType dtype) {
        return new TensorOptions(dtype.torch);
    }

    static Tensor of(float[] values, long... dims) {
        Tensor tensor = allocate(DType.FLOAT32, values.length, dims);
        if (values.length > 0) {
            tensor.torch.data_ptr_float().put(values);
        }
        return tensor;
    }

    static Tensor of(double[] values, long... dims) {
        Tensor tensor = allocate(DType.FLOAT64, values.length, dims);
        if (values.length > 0) {
            tensor.torch.data_ptr_double().put(values);
        }
        return tensor;
    }

    static Tensor of(long[] values, long... dims) {
        Tensor tensor = allocate(DType.INT64, values.length, dims);
        if (values.length > 0) {
            tensor.torch.data_ptr_long().put(values);
        }
        return tensor;
    }

    static Tensor of(boolean[] values, long... dims) {
        Tensor tensor = allocate(DType.BOOL, values.length, dims);
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) (values[i] ? 1 : 0);
        }
        if (bytes.length > 0) {
            new BytePointer(tensor.torch.data_ptr()).put(bytes);
        }
        return tensor;
    }

    private static Tensor allocate(DType dtype, int length, long... dims) {
        Shape shape = new Shape(dims);
        if (shape.elements() != length) {
            throw new IllegalArgumentException(
                    "shape " + shape + " holds " + shape.elements() + " elements, got " + length);
        }
        return new Tensor(
                torch.empty(dims, options(dtype), new org.bytedeco.pytorch.MemoryFormatOptional()));
    }

    /** A view of memory that someone else keeps alive; no copy. */
    static Tensor view(MemorySegment memory, DType dtype, long... dims) {
        long bytes = Math.multiplyExact(new Shape(dims).elements(), dtype.bytes());
        if (memory.byteSize() < bytes) {
            throw new IllegalArgumentException(
                    "shape "
                            + new Shape(dims)
                            + " of "
                            + dtype
                            + " needs "
                            + bytes
                            + " bytes, the memory has "
                            + memory.byteSize());
        }
        Address address = new Address(memory.address());
        return new Tensor(torch.from_blob(address, dims, options(dtype)));
    }

    static float[] floats(Tensor tensor) {
        Tensor host = tensor.to(DType.FLOAT32).cpu().contiguous();
        float[] values = new float[Math.toIntExact(host.elements())];
        if (values.length > 0) {
            new FloatPointer(host.torch.data_ptr_float()).get(values);
        }
        return values;
    }

    static double[] doubles(Tensor tensor) {
        Tensor host = tensor.to(DType.FLOAT64).cpu().contiguous();
        double[] values = new double[Math.toIntExact(host.elements())];
        if (values.length > 0) {
            new DoublePointer(host.torch.data_ptr_double()).get(values);
        }
        return values;
    }

    static long[] longs(Tensor tensor) {
        Tensor host = tensor.to(DType.INT64).cpu().contiguous();
        long[] values = new long[Math.toIntExact(host.elements())];
        if (values.length > 0) {
            new LongPointer(host.torch.data_ptr_long()).get(values);
        }
        return values;
    }

    /** The bytes of a contiguous tensor on the host; valid as long as the tensor is. */
    @SuppressWarnings("restricted")
    static MemorySegment bytes(Tensor tensor) {
        if (!tensor.torch.is_contiguous()) {
            throw new IllegalArgumentException(
                    "only a contiguous tensor has its bytes in one piece");
        }
        return MemorySegment.ofAddress(tensor.torch.data_ptr().address())
                .reinterpret(tensor.elements() * tensor.dtype().bytes());
    }

    /** A pointer that owns nothing. */
    private static final class Address extends Pointer {
        Address(long address) {
            super();
            this.address = address;
        }
    }
}
