package io.fovea.nn;

import io.fovea.tensor.Tensor;

/**
 * Queries {@code [B, N, D]} attend to a memory {@code [B, M, D]}; the inner width may be smaller
 * than D. Names follow Segment Anything's decoder.
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

    /**
     * Queries, keys and values may carry different position encodings: {@code [B, N, D] -> [B, N,
     * D]}.
     */
    public Tensor forward(Tensor q, Tensor k, Tensor v) {
        if (k.size(1) == 1) {
            return ofOnlyKey(q, v);
        }
        if (q.size(1) == 1) {
            return ofOnlyQuery(q, k, v);
        }
        Tensor attended =
                DotProductAttention.attend(
                        split(query.forward(q)),
                        split(key.forward(k)),
                        split(value.forward(v)),
                        null,
                        null);
        return out.forward(join(attended));
    }

    /** Where there is one key, every query gets its value, whatever the scores are. */
    private Tensor ofOnlyKey(Tensor q, Tensor v) {
        Tensor only = out.forward(value.forward(v));
        return q.size(1) == 1 ? only : only.expand(q.size(0), q.size(1), only.size(2));
    }

    /**
     * One query for each memory needs no projected memory: the query goes through the key matrix
     * instead, the attended mean through the value matrix. The key's bias shifts all scores alike
     * and so counts for nothing.
     */
    private Tensor ofOnlyQuery(Tensor q, Tensor k, Tensor v) {
        long batch = q.size(0);
        long width = q.size(2);
        Tensor keyRows = key.weight().value().reshape(heads, -1, width);
        Tensor valueRows = value.weight().value().reshape(heads, -1, width);
        long headWidth = keyRows.size(1);
        Tensor asked =
                query.forward(q).mul(1 / Math.sqrt(headWidth)).reshape(batch, heads, headWidth);
        Tensor probe = asked.transpose(0, 1).matmul(keyRows).transpose(0, 1);
        Tensor mean = probe.matmul(k.transpose(1, 2)).softmax(-1).matmul(v);
        Tensor values = mean.transpose(0, 1).matmul(valueRows.transpose(1, 2)).transpose(0, 1);
        Tensor joined = values.reshape(batch, 1, heads * headWidth);
        Parameter bias = value.bias();
        return out.forward(bias == null ? joined : joined.add(bias.value()));
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
