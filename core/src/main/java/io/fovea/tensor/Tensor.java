package io.fovea.tensor;

import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.MemoryFormatOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * A tensor of libtorch. Methods are the library's operations under their usual names and broadcast
 * as usual; a name that ends in {@code _} changes the tensor itself. A tensor lives until its
 * {@link Scope} closes, unless it is kept or owned. Layer operations with weights (linear,
 * convolution, norms) stand in {@link Ops}.
 */
public final class Tensor extends TensorHandle {

    Tensor(org.bytedeco.pytorch.Tensor torch) {
        super(torch);
    }

    // ---- making

    public static Tensor of(float[] values, long... dims) {
        return HostCopy.of(values, dims);
    }

    public static Tensor of(double[] values, long... dims) {
        return HostCopy.of(values, dims);
    }

    public static Tensor of(long[] values, long... dims) {
        return HostCopy.of(values, dims);
    }

    public static Tensor of(boolean[] values, long... dims) {
        return HostCopy.of(values, dims);
    }

    /** A view of memory that the caller keeps alive longer than the tensor; nothing is copied. */
    public static Tensor view(MemorySegment memory, DType dtype, long... dims) {
        return HostCopy.view(memory, dtype, dims);
    }

    public static Tensor full(double value, DType dtype, long... dims) {
        return new Tensor(
                org.bytedeco.pytorch.global.torch.full(
                        dims, new Scalar(value), new TensorOptions(dtype.torch)));
    }

    public static Tensor zeros(long... dims) {
        return full(0, DType.FLOAT32, dims);
    }

    public static Tensor ones(long... dims) {
        return full(1, DType.FLOAT32, dims);
    }

    /** {@code 0, 1, ... end - 1} as whole numbers. */
    public static Tensor arange(long end) {
        return new Tensor(
                org.bytedeco.pytorch.global.torch.arange(
                        new Scalar(end), new TensorOptions(DType.INT64.torch)));
    }

    public static Tensor cat(List<Tensor> parts, int dim) {
        return new Tensor(org.bytedeco.pytorch.global.torch.cat(vector(parts), dim));
    }

    public static Tensor stack(List<Tensor> parts, int dim) {
        return new Tensor(org.bytedeco.pytorch.global.torch.stack(vector(parts), dim));
    }

    static TensorVector vector(List<Tensor> parts) {
        return new TensorVector(
                parts.stream().map(part -> part.torch).toArray(org.bytedeco.pytorch.Tensor[]::new));
    }

    // ---- lifetime and gradient

    /**
     * Takes the tensor out of every scope: it lives until {@link #close()}. For weights and caches.
     */
    public Tensor own() {
        retain();
        return this;
    }

    public Tensor requiresGrad(boolean requires) {
        torch.set_requires_grad(requires);
        return this;
    }

    public Tensor detach() {
        return new Tensor(torch.detach());
    }

    // ---- type and place

    public Tensor to(DType dtype) {
        return dtype() == dtype ? this : new Tensor(torch.to(dtype.torch));
    }

    public Tensor to(Device device) {
        return new Tensor(
                torch.to(new org.bytedeco.pytorch.Device(device.name()), torch.scalar_type()));
    }

    public Tensor cpu() {
        return new Tensor(torch.cpu());
    }

    public Tensor contiguous() {
        return new Tensor(torch.contiguous());
    }

    /**
     * Images in the memory order that convolutions like best (channels innermost); the shape stays.
     */
    public Tensor channelsLast() {
        return new Tensor(
                torch.contiguous(org.bytedeco.pytorch.global.torch.MemoryFormat.ChannelsLast));
    }

    public Tensor copy() {
        return new Tensor(torch.clone(new MemoryFormatOptional()));
    }

    // ---- shape

    public Tensor reshape(long... dims) {
        return new Tensor(torch.reshape(dims));
    }

    public Tensor transpose(int a, int b) {
        return new Tensor(torch.transpose(a, b));
    }

    public Tensor permute(long... order) {
        return new Tensor(torch.permute(order));
    }

    public Tensor expand(long... dims) {
        return new Tensor(torch.expand(dims));
    }

    public Tensor unsqueeze(int dim) {
        return new Tensor(torch.unsqueeze(dim));
    }

    public Tensor squeeze(int dim) {
        return new Tensor(torch.squeeze(dim));
    }

    public Tensor narrow(int dim, long start, long length) {
        return new Tensor(torch.narrow(dim, start, length));
    }

    public Tensor select(int dim, long index) {
        return new Tensor(torch.select(dim, index));
    }

    public Tensor indexSelect(int dim, Tensor index) {
        return new Tensor(torch.index_select(dim, index.torch));
    }

    /**
     * A copy in which the slices at {@code index} (whole numbers, one dimension) are those of
     * {@code values}.
     */
    public Tensor indexCopy(int dim, Tensor index, Tensor values) {
        return new Tensor(torch.index_copy(dim, index.torch, values.torch));
    }

    public Tensor gather(int dim, Tensor index) {
        return new Tensor(torch.gather(dim, index.torch));
    }

    public Tensor repeatInterleave(long times, int dim) {
        return new Tensor(
                torch.repeat_interleave(times, new LongOptional(dim), new LongOptional()));
    }

    /** Moves elements along a dimension; those that leave at its end come in at its begin. */
    public Tensor roll(long by, int dim) {
        return new Tensor(torch.roll(new long[] {by}, dim));
    }

    public Tensor flip(long... dims) {
        return new Tensor(torch.flip(dims));
    }

    // ---- arithmetic

    public Tensor add(Tensor other) {
        return new Tensor(torch.add(other.torch));
    }

    public Tensor add(double value) {
        return new Tensor(torch.add(new Scalar(value)));
    }

    public Tensor sub(Tensor other) {
        return new Tensor(torch.sub(other.torch));
    }

    public Tensor sub(double value) {
        return new Tensor(torch.sub(new Scalar(value)));
    }

    public Tensor mul(Tensor other) {
        return new Tensor(torch.mul(other.torch));
    }

    public Tensor mul(double value) {
        return new Tensor(torch.mul(new Scalar(value)));
    }

    /** {@code this + a * b}. */
    public Tensor addProduct(Tensor a, Tensor b) {
        return new Tensor(torch.addcmul(a.torch, b.torch));
    }

    public Tensor div(Tensor other) {
        return new Tensor(torch.div(other.torch));
    }

    public Tensor div(double value) {
        return new Tensor(torch.div(new Scalar(value)));
    }

    public Tensor neg() {
        return new Tensor(torch.neg());
    }

    public Tensor abs() {
        return new Tensor(torch.abs());
    }

    public Tensor pow(double exponent) {
        return new Tensor(torch.pow(new Scalar(exponent)));
    }

    public Tensor sqrt() {
        return new Tensor(torch.sqrt());
    }

    public Tensor rsqrt() {
        return new Tensor(torch.rsqrt());
    }

    public Tensor exp() {
        return new Tensor(torch.exp());
    }

    public Tensor log() {
        return new Tensor(torch.log());
    }

    public Tensor sin() {
        return new Tensor(torch.sin());
    }

    public Tensor cos() {
        return new Tensor(torch.cos());
    }

    public Tensor clampMin(double min) {
        return new Tensor(torch.clamp_min(new Scalar(min)));
    }

    public Tensor maximum(Tensor other) {
        return new Tensor(torch.maximum(other.torch));
    }

    public Tensor minimum(Tensor other) {
        return new Tensor(torch.minimum(other.torch));
    }

    public Tensor matmul(Tensor other) {
        return new Tensor(torch.matmul(other.torch));
    }

    // ---- activations

    public Tensor sigmoid() {
        return new Tensor(torch.sigmoid());
    }

    public Tensor relu() {
        return new Tensor(torch.relu());
    }

    public Tensor tanh() {
        return new Tensor(torch.tanh());
    }

    public Tensor silu() {
        return new Tensor(org.bytedeco.pytorch.global.torch.silu(torch));
    }

    public Tensor gelu() {
        return new Tensor(org.bytedeco.pytorch.global.torch.gelu(torch));
    }

    public Tensor geluTanh() {
        return new Tensor(org.bytedeco.pytorch.global.torch.gelu(torch, "tanh"));
    }

    public Tensor softmax(int dim) {
        return new Tensor(torch.softmax(dim, new ScalarTypeOptional()));
    }

    public Tensor logSoftmax(int dim) {
        return new Tensor(torch.log_softmax(dim));
    }

    // ---- reductions

    public Tensor sum() {
        return new Tensor(torch.sum());
    }

    public Tensor sum(int dim, boolean keepDim) {
        return new Tensor(torch.sum(new long[] {dim}, keepDim, new ScalarTypeOptional()));
    }

    public Tensor mean() {
        return new Tensor(torch.mean());
    }

    public Tensor mean(int dim, boolean keepDim) {
        return new Tensor(torch.mean(new long[] {dim}, keepDim, new ScalarTypeOptional()));
    }

    public Tensor max() {
        return new Tensor(torch.max());
    }

    public Tensor argmax(int dim) {
        return new Tensor(torch.argmax(new LongOptional(dim), false));
    }

    // ---- comparisons and masks

    public Tensor eq(double value) {
        return new Tensor(torch.eq(new Scalar(value)));
    }

    public Tensor gt(double value) {
        return new Tensor(torch.gt(new Scalar(value)));
    }

    /** {@code this} where true, {@code otherwise} elsewhere; this tensor is the BOOL condition. */
    public Tensor where(Tensor ifTrue, Tensor otherwise) {
        return new Tensor(
                org.bytedeco.pytorch.global.torch.where(torch, ifTrue.torch, otherwise.torch));
    }

    /** Whether every element is a finite number. */
    public boolean allFinite() {
        try (Scope scope = Scope.open()) {
            return torch.isfinite().all().item_bool();
        }
    }

    // ---- in place

    public Tensor copy_(Tensor source) {
        torch.copy_(source.torch);
        return this;
    }

    public Tensor zero_() {
        torch.zero_();
        return this;
    }

    public Tensor mul_(double factor) {
        torch.mul_(new Scalar(factor));
        return this;
    }

    public Tensor add_(Tensor other, double factor) {
        torch.add_(other.torch, new Scalar(factor));
        return this;
    }
}
