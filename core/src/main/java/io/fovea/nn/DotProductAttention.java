package io.fovea.nn;

import io.fovea.tensor.DType;
import io.fovea.tensor.Grad;
import io.fovea.tensor.Ops;
import io.fovea.tensor.Tensor;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Softmax attention over already projected queries, keys and values. Where gradients will flow back
 * it is written out (product, softmax, product), because the backward of the fused CPU kernel is
 * several times slower at these lengths; otherwise (inference, frozen parts) the fused kernel is
 * used. Where several query heads share a key head, keys and values are never repeated.
 */
public final class DotProductAttention {

    /** Added to scores that must not count. */
    public static final double BLOCKED = -1e9;

    private DotProductAttention() {}

    /**
     * Attends.
     *
     * @param q {@code [B, H, S, E]}
     * @param k {@code [B, K, T, E]}; H is a multiple of K, and each key head serves H / K
     *     neighbouring query heads
     * @param v as k; without shared key heads it may have another width, which is then the result's
     * @param mask added to the scores, broadcasting to {@code [B, 1, S, T]}; null for none
     * @param tap receives the probabilities {@code [B, H, S, T]}; null for none
     * @return {@code [B, H, S, E]}
     */
    public static Tensor attend(
            Tensor q, Tensor k, Tensor v, @Nullable Tensor mask, @Nullable Consumer<Tensor> tap) {
        return fusable(q, k, v, tap) ? fused(q, k, v, mask, false) : written(q, k, v, mask, tap);
    }

    /** As above, where each query sees what a sight says. */
    public static Tensor attendWithin(
            Sight sight, Tensor q, Tensor k, Tensor v, @Nullable Consumer<Tensor> tap) {
        return switch (sight) {
            case Sight.All() -> attend(q, k, v, null, tap);
            case Sight.Masked(Tensor mask) -> attend(q, k, v, mask, tap);
            case Sight.Newest(long keys, Tensor mask) ->
                    attend(q, newest(k, keys), newest(v, keys), mask, tap);
            case Sight.Causal() ->
                    fusable(q, k, v, tap)
                            ? fused(q, k, v, null, true)
                            : written(q, k, v, triangle(q), tap);
        };
    }

    private static Tensor newest(Tensor rows, long count) {
        return rows.narrow(2, rows.size(2) - count, count);
    }

    /** {@code [1, 1, S, S]}, blocking what comes later. */
    private static Tensor triangle(Tensor q) {
        Tensor index = Tensor.arange(q.size(2)).to(q.device());
        Tensor later = index.unsqueeze(0).sub(index.unsqueeze(1)).gt(0);
        return later.to(DType.FLOAT32).mul(BLOCKED).to(q.dtype()).unsqueeze(0).unsqueeze(0);
    }

    private static boolean fusable(Tensor q, Tensor k, Tensor v, @Nullable Consumer<Tensor> tap) {
        boolean learns = Grad.isOn() && (q.requiresGrad() || k.requiresGrad() || v.requiresGrad());
        return tap == null && !learns;
    }

    /**
     * A single token's query heads that share a key head are that key head's queries; of longer
     * sequences one query head of every group attends at a time.
     */
    private static Tensor fused(
            Tensor q, Tensor k, Tensor v, @Nullable Tensor mask, boolean causal) {
        long[] d = q.dims();
        long keyHeads = k.size(1);
        long group = d[1] / keyHeads;
        if (group == 1) {
            return Ops.scaledDotProductAttention(q, k, v, mask, causal);
        }
        if (d[2] == 1) {
            Tensor folded = q.reshape(d[0], keyHeads, group, d[3]);
            return Ops.scaledDotProductAttention(folded, k, v, mask, false)
                    .reshape(d[0], d[1], 1, d[3]);
        }
        Tensor grouped = q.reshape(d[0], keyHeads, group, d[2], d[3]);
        List<Tensor> members = new ArrayList<>();
        for (long g = 0; g < group; g++) {
            members.add(
                    Ops.scaledDotProductAttention(grouped.select(2, g), k, v, mask, causal)
                            .transpose(1, 2));
        }
        return Tensor.stack(members, 3).reshape(d[0], d[2], d[1], d[3]).transpose(1, 2);
    }

    /** Query heads that share a key head become that key head's queries. */
    private static Tensor written(
            Tensor q, Tensor k, Tensor v, @Nullable Tensor mask, @Nullable Consumer<Tensor> tap) {
        long[] d = q.dims();
        long keyHeads = k.size(1);
        long keys = k.size(2);
        long rows = d[1] / keyHeads * d[2];
        Tensor folded = q.mul(1 / Math.sqrt(d[3])).reshape(d[0], keyHeads, rows, d[3]);
        Tensor scores = folded.matmul(k.transpose(-2, -1)).reshape(d[0], d[1], d[2], keys);
        Tensor probabilities = (mask == null ? scores : scores.add(mask)).softmax(-1);
        if (tap != null) {
            tap.accept(probabilities);
        }
        return probabilities
                .reshape(d[0], keyHeads, rows, keys)
                .matmul(v)
                .reshape(d[0], d[1], d[2], v.size(3));
    }
}
