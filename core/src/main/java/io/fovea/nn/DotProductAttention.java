package io.fovea.nn;

import io.fovea.tensor.Grad;
import io.fovea.tensor.Ops;
import io.fovea.tensor.Tensor;

import org.jspecify.annotations.Nullable;

import java.util.function.Consumer;

/**
 * Softmax attention over already projected queries, keys and values. Where gradients will flow back
 * it is written out (product, softmax, product), because the backward of the fused CPU kernel is
 * several times slower at these lengths; otherwise (inference, frozen parts) the fused kernel is
 * used.
 */
public final class DotProductAttention {

    private DotProductAttention() {}

    /**
     * Attends.
     *
     * @param q {@code [B, H, S, E]}
     * @param k {@code [B, K, T, E]}; H is a multiple of K, and each key head serves H / K
     *     neighbouring query heads
     * @param v as k
     * @param mask added to the scores, broadcasting to {@code [B, 1, S, T]}; null for none
     * @param tap receives the probabilities {@code [B, H, S, T]}; null for none
     * @return {@code [B, H, S, E]}
     */
    public static Tensor attend(
            Tensor q, Tensor k, Tensor v, @Nullable Tensor mask, @Nullable Consumer<Tensor> tap) {
        long groups = q.size(1) / k.size(1);
        if (groups > 1) {
            k = k.repeatInterleave(groups, 1);
            v = v.repeatInterleave(groups, 1);
        }
        boolean learns = Grad.isOn() && (q.requiresGrad() || k.requiresGrad() || v.requiresGrad());
        if (tap == null && !learns) {
            return Ops.scaledDotProductAttention(q, k, v, mask, false);
        }
        Tensor scores = q.mul(1 / Math.sqrt(q.size(-1))).matmul(k.transpose(-2, -1));
        Tensor probabilities = (mask == null ? scores : scores.add(mask)).softmax(-1);
        if (tap != null) {
            tap.accept(probabilities);
        }
        return probabilities.matmul(v);
    }
}
