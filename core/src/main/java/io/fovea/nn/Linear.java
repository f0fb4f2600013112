package io.fovea.nn;

import io.fovea.tensor.DType;
import io.fovea.tensor.Grad;
import io.fovea.tensor.Ops;
import io.fovea.tensor.Scope;
import io.fovea.tensor.Tensor;

import org.jspecify.annotations.Nullable;

import java.util.Optional;

/**
 * {@code y = x W^T + b}: {@code [.., in] -> [.., out]}. A {@link LowRank} change may stand beside
 * the weight, or be added to it.
 */
public final class Linear extends Module {

    private final Parameter weight;
    private final @Nullable Parameter bias;
    private @Nullable LowRank change;
    private boolean merged;

    public Linear(long in, long out, boolean bias) {
        this(in, out, bias, Init.FAN_IN);
    }

    public Linear(long in, long out, boolean bias, Init init) {
        weight = parameter("weight", init, out, in);
        this.bias = bias ? parameter("bias", Init.ZEROS, out) : null;
    }

    public Tensor forward(Tensor x) {
        Tensor y = Ops.linear(x, weight.value(), bias == null ? null : bias.value());
        return change == null || merged ? y : y.add(change.forward(x));
    }

    /** {@code [out, in]}. */
    public Parameter weight() {
        return weight;
    }

    /** {@code [out]}, or null. */
    public @Nullable Parameter bias() {
        return bias;
    }

    /**
     * Puts a change beside the weight; its own weights stand beside this layer's by name.
     *
     * @throws IllegalStateException when there is one already
     */
    public void adapt(LowRank lowRank) {
        if (change != null) {
            throw new IllegalStateException("this layer has an adapter already");
        }
        change = child("", lowRank);
    }

    /** The change that stands beside the weight. */
    public Optional<LowRank> change() {
        return Optional.ofNullable(change);
    }

    /** Adds the change to the weight, so that it costs nothing more; twice is as once. */
    public void merge() {
        if (change != null && !merged) {
            shift(change, 1);
            merged = true;
        }
    }

    /** Takes a merged change off the weight again, up to rounding. */
    public void unmerge() {
        if (change != null && merged) {
            shift(change, -1);
            merged = false;
        }
    }

    private void shift(LowRank by, double sign) {
        if (weight.isBorrowed()) {
            throw new IllegalStateException(
                    "the weight lies in a read-only file, so nothing can be added to it: load the"
                            + " weights as copies");
        }
        try (Scope scope = Scope.open();
                Grad off = Grad.off()) {
            Tensor own = weight.value();
            own.add_(by.product().to(DType.FLOAT32).to(own.dtype()), sign);
        }
    }
}
