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

        private long all() {
            return (long) heads * headWidth;
        }

        private long shared() {
            return (long) keyHeads * headWidth;
        }
    }

    /**
     * What a layer attends under.
     *
     * @param turn rotary embedding of the new tokens, null for none
     * @param sight which keys each token sees
     * @param cache earlier keys and values, null for none
     * @param layer index of the layer in the cache
     * @param tap receives probabilities {@code [B, H, S, T]}, null for none
     */
    public record Context(
            RotaryEmbedding.@Nullable Turn turn,
            Sight sight,
            @Nullable KvCache cache,
            int layer,
            @Nullable Consumer<Tensor> tap) {

        /** Everything attends to everything. */
        public static final Context FULL = new Context(null, Sight.ALL, null, 0, null);
    }

    /** {@code [B, S, D]} to queries, keys and values of all heads, {@code [B, S, .. * E]}. */
    private interface Projection {
        Projected of(Tensor x);
    }

    private record Projected(Tensor query, Tensor key, Tensor value) {}

    private final Config config;
    private final Projection projection;
    private final Linear out;

    public Attention(Config config, double residualScale) {
        this(config, Init.FAN_IN, Init.FAN_IN, Init.fanIn(residualScale));
    }

    private Attention(Config config, Init queryKey, Init valueInit, Init outInit) {
        this.config = config;
        Linear query =
                child("q_proj", new Linear(config.width, config.all(), config.bias, queryKey));
        Linear key =
                child("k_proj", new Linear(config.width, config.shared(), config.bias, queryKey));
        Linear value =
                child("v_proj", new Linear(config.width, config.shared(), config.bias, valueInit));
        projection = x -> new Projected(query.forward(x), key.forward(x), value.forward(x));
        out = out(outInit);
    }

    private Attention(Config config, String fusedName, double residualScale) {
        this.config = config;
        long all = config.all();
        long shared = config.shared();
        Linear fused = child(fusedName, new Linear(config.width, all + 2 * shared, config.bias));
        projection =
                x -> {
                    Tensor y = fused.forward(x);
                    return new Projected(
                            y.narrow(-1, 0, all),
                            y.narrow(-1, all, shared),
                            y.narrow(-1, all + shared, shared));
                };
        out = out(Init.fanIn(residualScale));
    }

    private Linear out(Init init) {
        return child(config.outName, new Linear(config.all(), config.width, config.outBias, init));
    }

    /**
     * A layer whose query, key and value weights are one, in this order of rows.
     *
     * @param name of that weight, such as {@code qkv_proj}
     */
    public static Attention fused(Config config, String name, double residualScale) {
        return new Attention(config, name, residualScale);
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
        Projected projected = projection.of(x);
        Tensor q = split(projected.query(), config.heads);
        Tensor k = split(projected.key(), config.keyHeads);
        Tensor v = split(projected.value(), config.keyHeads);
        if (context.turn() != null) {
            q = context.turn().apply(q);
            k = context.turn().apply(k);
        }
        if (context.cache() != null) {
            KvCache.Entry entry = context.cache().append(context.layer(), k, v);
            k = entry.keys();
            v = entry.values();
        }
        Tensor attended = DotProductAttention.attendWithin(context.sight(), q, k, v, context.tap());
        return out.forward(attended.transpose(1, 2).reshape(batch, length, config.all()));
    }

    private Tensor split(Tensor x, int heads) {
        return x.reshape(x.size(0), x.size(1), heads, config.headWidth).transpose(1, 2);
    }
}
