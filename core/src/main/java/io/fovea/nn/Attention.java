package io.fovea.nn;

import io.fovea.tensor.Rng;
import io.fovea.tensor.Shape;
import io.fovea.tensor.Tensor;

import org.jspecify.annotations.Nullable;

import java.util.function.Consumer;

/**
 * Multi-head self-attention, grouped-query where there are fewer key heads: {@code [B, S, D] -> [B,
 * S, D]}.
 */
public final class Attention extends Module {

    /**
     * The shape of an attention layer.
     *
     * @param width D
     * @param heads H
     * @param keyHeads K, a divisor of H
     * @param headWidth E
     * @param bias whether query, key and value have biases
     * @param outBias whether the output has one
     * @param outName {@code o_proj} or {@code out_proj}
     */
    public record Config(
            int width,
            int heads,
            int keyHeads,
            int headWidth,
            boolean bias,
            boolean outBias,
            String outName) {

        public Config {
            if (heads < 1 || keyHeads < 1 || heads % keyHeads != 0) {
                throw new IllegalArgumentException(
                        heads + " attention heads cannot share " + keyHeads + " key heads evenly");
            }
        }
    }

    /**
     * What a layer attends under.
     *
     * @param turn rotary embedding of the new tokens, null for none
     * @param mask added to scores, broadcasting to {@code [B, 1, S, T]}, null for none
     * @param cache earlier keys and values, null for none
     * @param layer index of the layer in the cache
     * @param tap receives probabilities {@code [B, H, S, T]}, null for none
     */
    public record Context(
            RotaryEmbedding.@Nullable Turn turn,
            @Nullable Tensor mask,
            @Nullable KvCache cache,
            int layer,
            @Nullable Consumer<Tensor> tap) {

        /** Everything attends to everything. */
        public static final Context FULL = new Context(null, null, null, 0, null);
    }

    private final Config config;
    private final Linear query;
    private final Linear key;
    private final Linear value;
    private final Linear out;

    public Attention(Config config, double residualScale) {
        this(config, Init.FAN_IN, Init.FAN_IN, Init.fanIn(residualScale));
    }

    private Attention(Config config, Init queryKey, Init valueInit, Init outInit) {
        this.config = config;
        long all = (long) config.heads * config.headWidth;
        long shared = (long) config.keyHeads * config.headWidth;
        query = child("q_proj", new Linear(config.width, all, config.bias, queryKey));
        key = child("k_proj", new Linear(config.width, shared, config.bias, queryKey));
        value = child("v_proj", new Linear(config.width, shared, config.bias, valueInit));
        out = child(config.outName, new Linear(all, config.width, config.outBias, outInit));
    }

    /**
     * A layer that begins by copying from tokens like itself: the key weight equals the query
     * weight, the output weight is 0.4 times the value weight transposed. Needs as many key heads
     * as heads.
     */
    public static Attention mimetic(Config config, int layer) {
        if (config.heads != config.keyHeads) {
            throw new IllegalArgumentException(
                    "mimetic initialisation needs as many key heads as heads, got "
                            + config.keyHeads
                            + " and "
                            + config.heads);
        }
        Init queryKey = (rng, shape) -> Init.FAN_IN.create(new Rng(7919L * layer + 1), shape);
        Init value = (rng, shape) -> Init.FAN_IN.create(new Rng(7919L * layer + 2), shape);
        Init out =
                (rng, shape) ->
                        value.create(rng, new Shape(shape.dim(1), shape.dim(0)))
                                .transpose(0, 1)
                                .mul(0.4)
                                .contiguous();
        return new Attention(config, queryKey, value, out);
    }

    public Tensor forward(Tensor x, Context context) {
        long batch = x.size(0);
        long length = x.size(1);
        Tensor q = split(query.forward(x), config.heads);
        Tensor k = split(key.forward(x), config.keyHeads);
        Tensor v = split(value.forward(x), config.keyHeads);
        if (context.turn() != null) {
            q = context.turn().apply(q);
            k = context.turn().apply(k);
        }
        if (context.cache() != null) {
            KvCache.Entry entry = context.cache().append(context.layer(), k, v);
            k = entry.keys();
            v = entry.values();
        }
        Tensor attended = DotProductAttention.attend(q, k, v, context.mask(), context.tap());
        return out.forward(
                attended.transpose(1, 2)
                        .reshape(batch, length, (long) config.heads * config.headWidth));
    }

    private Tensor split(Tensor x, int heads) {
        return x.reshape(x.size(0), x.size(1), heads, config.headWidth).transpose(1, 2);
    }
}
