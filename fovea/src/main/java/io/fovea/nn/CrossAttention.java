package io.fovea.nn;

import io.fovea.tensor.Tensor;

/**
 * Queries {@code [B, N, D]} attend to a memory {@code [B, M, D]}; the inner width may be smaller than D. Names follow
 * Segment Anything's decoder.
 */
public final class CrossAttention extends Module {

    private final Linear query;
    private final Linear key;
    private final Linear value;
    private final Linear out;
    private final int heads;

    public CrossAttention(int width, int innerWidth, int heads) {
        if (innerWidth % heads != 0) {
            throw new IllegalArgumentException(
                    "inner width " + innerWidth + " is not a multiple of " + heads + " heads");
        }
        query = child("q_proj", new Linear(width, innerWidth, true));
        key = child("k_proj", new Linear(width, innerWidth, true));
        value = child("v_proj", new Linear(width, innerWidth, true));
        out = child("out_proj", new Linear(innerWidth, width, true));
        this.heads = heads;
    }

    /** Queries, keys and values may carry different position encodings: {@code [B, N, D] -> [B, N, D]}. */
    public Tensor forward(Tensor q, Tensor k, Tensor v) {
        if (k.size(1) == 1) {
            return ofOnlyKey(q, v);
        }
        Tensor attended = DotProductAttention.attend(
                split(query.forward(q)), split(key.forward(k)), split(value.forward(v)), null, null);
        return out.forward(join(attended));
    }

    /** Where there is one key, every query gets its value, whatever the scores are. */
    private Tensor ofOnlyKey(Tensor q, Tensor v) {
        Tensor only = out.forward(value.forward(v));
        return q.size(1) == 1 ? only : only.expand(q.size(0), q.size(1), only.size(2));
    }

    private Tensor split(Tensor x) {
        long[] d = x.dims();
        return x.reshape(d[0], d[1], heads, d[2] / heads).transpose(1, 2);
    }

    private static Tensor join(Tensor x) {
        long[] d = x.dims();
        return x.transpose(1, 2).reshape(d[0], d[2], d[1] * d[3]);
    }
}
