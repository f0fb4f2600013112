package io.fovea.nn;

import io.fovea.tensor.Rng;
import io.fovea.tensor.Shape;
import io.fovea.tensor.Tensor;

import org.jspecify.annotations.Nullable;

/**
 * A named place for a tensor in a module tree. It has a shape from the start and a value once the
 * tree is initialised or loaded; the value is owned and lives until the tree is closed. A buffer
 * (running statistics) is saved and loaded but never trained.
 */
public final class Parameter {

    private final Shape shape;
    private final Init init;
    private final boolean buffer;
    private boolean trainable;
    private boolean borrowed;
    private @Nullable Tensor value;

    Parameter(Shape shape, Init init, boolean buffer) {
        this.shape = shape;
        this.init = init;
        this.buffer = buffer;
        this.trainable = !buffer;
    }

    public Shape shape() {
        return shape;
    }

    public boolean isBuffer() {
        return buffer;
    }

    /** Whether backward leaves a gradient here. */
    public boolean isTrainable() {
        return trainable;
    }

    /** Whether the value lies in read-only memory of others, such as a mapped file. */
    public boolean isBorrowed() {
        return borrowed;
    }

    /**
     * Freezes or thaws; a buffer stays frozen.
     *
     * @throws IllegalStateException when a borrowed value should be thawed
     */
    public void setTrainable(boolean trainable) {
        if (trainable && borrowed) {
            throw new IllegalStateException(
                    "a parameter of shape "
                            + shape
                            + " lies in a read-only file and cannot be trained: load the weights as"
                            + " copies");
        }
        this.trainable = trainable && !buffer;
        if (value != null && value.dtype().isFloating()) {
            value.requiresGrad(this.trainable);
        }
    }

    public boolean hasValue() {
        return value != null;
    }

    /** The tensor. */
    public Tensor value() {
        if (value == null) {
            throw new IllegalStateException(
                    "a parameter of shape "
                            + shape
                            + " has no value yet: initialise or load the model first");
        }
        return value;
    }

    Init init() {
        return init;
    }

    /** What it begins with when no checkpoint gives it a value; a tensor of the innermost scope. */
    public Tensor first(Rng rng) {
        return init.create(rng, shape);
    }

    /** Takes over a tensor of the right shape, releasing the old one; the two may be the same. */
    void set(Tensor tensor) {
        if (!tensor.shape().equals(shape)) {
            throw new IllegalArgumentException(
                    "expected shape " + shape + ", got " + tensor.shape());
        }
        Tensor taken = tensor.detach().own();
        close();
        value = taken;
        borrowed = false;
        setTrainable(trainable);
    }

    /** As {@link #set}, for memory that is not to be written to: the parameter is frozen. */
    void borrow(Tensor tensor) {
        trainable = false;
        set(tensor);
        borrowed = true;
    }

    /** Takes over another's memory, or a copy of it for a buffer, and whether it is trained. */
    void share(Parameter original) {
        set(original.buffer ? original.value().copy() : original.value());
        setTrainable(original.trainable);
        borrowed = original.borrowed;
    }

    void close() {
        if (value != null) {
            value.close();
            value = null;
        }
    }
}
