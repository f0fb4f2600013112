package io.fovea.interaction;

import io.fovea.nn.DotProductAttention;
import io.fovea.nn.LayerNorm;
import io.fovea.nn.Linear;
import io.fovea.nn.Module;
import io.fovea.tensor.Tensor;

import org.jspecify.annotations.Nullable;

import java.util.function.Consumer;

/**
 * BERT's attention with its residual and norm behind it: {@code norm(x + dense(attend(x,
 * memory)))}. Names are those of Hugging Face's BLIP-2.
 */
final class QFormerAttention extends Module {

    private final Linear query;
    private final Linear key;
    private final Linear value;
    private final Linear dense;
    private final LayerNorm norm;
    private final int heads;

    /**
     * @param memoryWidth width of what is attended to
     */
    QFormerAttention(QFormerConfig config, int memoryWidth) {
        int width = config.width();
        query = child("attention.query", new Linear(width, width, true));
        key = child("attention.key", new Linear(memoryWidth, width, true));
        value = child("attention.value", new Linear(memoryWidth, width, true));
        dense = child("output.dense", new Linear(width, width, true));
        norm = child("output.LayerNorm", new LayerNorm(width, config.eps()));
        heads = config.heads();
    }

    /**
     * Attends.
     *
     * @param x {@code [B, N, D]}
     * @param memory {@code [B, M, Dm]}
     * @param mask added to scores, {@code [B, 1, 1, M]}; null for none
     * @param tap receives probabilities {@code [B, H, N, M]}; null for none
     * @return {@code [B, N, D]}
     */
    Tensor forward(Tensor x, Tensor memory, @Nullable Tensor mask, @Nullable Consumer<Tensor> tap) {
        Tensor attended =
                DotProductAttention.attend(
                        split(query.forward(x)),
                        split(key.forward(memory)),
                        split(value.forward(memory)),
                        mask,
                        tap);
        return norm.forward(dense.forward(attended.transpose(1, 2).reshape(x.dims())).add(x));
    }

    private Tensor split(Tensor x) {
        long[] d = x.dims();
        return x.reshape(d[0], d[1], heads, d[2] / heads).transpose(1, 2);
    }
}
