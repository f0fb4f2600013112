package io.fovea.tensor;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.MemorySegment;

/**
 * What every tensor is apart from its arithmetic: a native handle with its facts, its ways to Java
 * arrays, its lifetime and its gradient.
 */
abstract class TensorHandle implements AutoCloseable {

    static {
        Torch.load();
    }

    final org.bytedeco.pytorch.Tensor torch;

    TensorHandle(org.bytedeco.pytorch.Tensor torch) {
        this.torch = torch;
    }

    private Tensor self() {
        return (Tensor) this;
    }

    // ---- facts

    public Shape shape() {
        return new Shape(dims());
    }

    public long[] dims() {
        long[] dims = new long[(int) torch.dim()];
        for (int i = 0; i < dims.length; i++) {
            dims[i] = torch.size(i);
        }
        return dims;
    }

    public long size(int dim) {
        return torch.size(dim);
    }

    public int rank() {
        return (int) torch.dim();
    }

    public long elements() {
        return torch.numel();
    }

    public DType dtype() {
        return DType.of(torch.scalar_type());
    }

    public Device device() {
        return new Device(torch.device().str().getString());
    }

    // ---- to Java

    public float[] toFloats() {
        try (Scope scope = Scope.open()) {
            return HostCopy.floats(self());
        }
    }

    public double[] toDoubles() {
        try (Scope scope = Scope.open()) {
            return HostCopy.doubles(self());
        }
    }

    public long[] toLongs() {
        try (Scope scope = Scope.open()) {
            return HostCopy.longs(self());
        }
    }

    /** The one element as a number. */
    public double item() {
        try (Scope scope = Scope.open()) {
            return torch.item_double();
        }
    }

    /** The bytes of this contiguous host tensor, valid as long as it lives. */
    public MemorySegment bytes() {
        return HostCopy.bytes(self());
    }

    // ---- lifetime and gradient

    void retain() {
        torch.retainReference();
    }

    /** Gives an owned tensor back. */
    @Override
    public void close() {
        torch.releaseReference();
    }

    public boolean requiresGrad() {
        return torch.requires_grad();
    }

    /** The gradient of a leaf, or null before any backward. */
    public @Nullable Tensor grad() {
        org.bytedeco.pytorch.Tensor grad = torch.grad();
        return grad.defined() ? new Tensor(grad) : null;
    }

    /** Forgets the gradient of a leaf. */
    public void clearGrad() {
        torch.mutable_grad().reset();
    }

    /** Adds to the gradient of a leaf, which may have none yet. */
    public void addGrad(Tensor gradient) {
        org.bytedeco.pytorch.Tensor own = torch.mutable_grad();
        if (own.defined()) {
            own.add_(gradient.torch);
        } else {
            own.put(gradient.torch);
        }
    }

    /** Adds the gradients of this scalar to every leaf that asks for one. */
    public void backward() {
        torch.backward();
    }

    @Override
    public String toString() {
        return "Tensor" + shape() + ":" + dtype();
    }
}
