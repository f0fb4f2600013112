package io.fovea.loss;

import io.fovea.tensor.DType;
import io.fovea.tensor.Ops;
import io.fovea.tensor.Tensor;

import org.jspecify.annotations.Nullable;

/** Cross entropy of the next token, averaged over the positions that have a target. */
public final class TokenLoss {

    /** The target of a position that is not learned from. */
    public static final long IGNORE = -100;

    private TokenLoss() {}

    /**
     * Weighted mean of {@code -log p(target)}: {@code sum(w l) / sum(w)} over positions that are
     * not ignored; 0 when there are none.
     *
     * @param logits {@code [N, V]}; row i predicts target i (shift before calling)
     * @param targets INT64 {@code [N]}: token ids, or {@link #IGNORE}
     * @param weights {@code [N]}, at least 0; null for 1 everywhere
     * @return a scalar
     */
    public static Tensor mean(Tensor logits, Tensor targets, @Nullable Tensor weights) {
        if (logits.rank() != 2 || targets.rank() != 1 || logits.size(0) != targets.size(0)) {
            throw new IllegalArgumentException(
                    "the token loss expects logits [N, V] and targets [N], got "
                            + logits.shape()
                            + " and "
                            + targets.shape());
        }
        if (weights != null && !weights.shape().equals(targets.shape())) {
            throw new IllegalArgumentException(
                    "token weights must have the targets' shape "
                            + targets.shape()
                            + ", got "
                            + weights.shape());
        }
        if (targets.elements() == 0) {
            return logits.sum();
        }
        Tensor losses = Ops.crossEntropy(logits, targets, IGNORE);
        Tensor ignored = targets.eq(IGNORE);
        Tensor counted = ignored.eq(0).to(DType.FLOAT32);
        Tensor shares = weights == null ? counted : weights.mul(counted);
        Tensor total = shares.sum();
        Tensor divisor = total.add(total.eq(0).to(DType.FLOAT32));
        return (weights == null ? losses : losses.mul(shares)).sum().div(divisor);
    }
}
