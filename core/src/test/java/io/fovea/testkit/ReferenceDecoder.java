package io.fovea.testkit;

import io.fovea.language.Decoder;
import io.fovea.language.DecoderConfig;

import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.TreeMap;

/**
 * A decoder in plain doubles, one token and one layer after the other, after transformers 4.47's
 * {@code modeling_llama} and {@code modeling_qwen2}.
 */
public final class ReferenceDecoder {

    private static final double BLOCKED = -1e9;

    private final DecoderConfig config;
    private final Map<String, double[]> weights = new TreeMap<>();

    /** With the weights of a decoder. */
    public ReferenceDecoder(Decoder decoder) {
        config = decoder.config();
        decoder.parameters()
                .forEach((name, weight) -> weights.put(name, weight.value().toDoubles()));
    }

    /**
     * The normed states of a sequence, {@code [S, D]}.
     *
     * @param embeddings {@code [S, D]}
     * @param thetas for each token the base of the frequencies under which its query and its key
     *     were turned
     */
    public double[] states(double[] embeddings, double[] thetas) {
        double[] x = embeddings;
        for (int layer = 0; layer < config.layers(); layer++) {
            String name = "model.layers." + layer + ".";
            double[] attended = attention(name + "self_attn.", normed(name + "input", x), thetas);
            x = sum(x, attended);
            x = sum(x, mlp(name + "mlp.", normed(name + "post_attention", x)));
        }
        return Reference.rmsNorm(x, config.width(), weight("model.norm.weight"), config.normEps());
    }

    private double[] normed(String name, double[] x) {
        return Reference.rmsNorm(
                x, config.width(), weight(name + "_layernorm.weight"), config.normEps());
    }

    private double[] attention(String name, double[] x, double[] thetas) {
        DecoderConfig.SelfAttention own = config.attention();
        int width = own.headWidth();
        double[] q = turned(linear(name + "q_proj", x), own.heads(), thetas);
        double[] k = turned(linear(name + "k_proj", x), own.keyHeads(), thetas);
        double[] v = linear(name + "v_proj", x);
        int layer = Integer.parseInt(name.split("\\.")[2]);
        Reference.Sizes sizes =
                new Reference.Sizes(
                        thetas.length, thetas.length, own.heads(), own.keyHeads(), width);
        double[] mask = mask(thetas.length, config.windowOf(layer));
        return linear(name + "o_proj", Reference.attention(q, k, v, mask, sizes));
    }

    /** A token sees itself and those before it, of a window the nearest ones only. */
    private static double[] mask(int length, @Nullable Integer window) {
        double[] mask = new double[length * length];
        for (int query = 0; query < length; query++) {
            for (int key = 0; key < length; key++) {
                boolean seen = key <= query && (window == null || key > query - window);
                mask[query * length + key] = seen ? 0 : BLOCKED;
            }
        }
        return mask;
    }

    private double[] turned(double[] x, int heads, double[] thetas) {
        int width = config.attention().headWidth();
        double[] y = new double[x.length];
        for (int token = 0; token < thetas.length; token++) {
            int from = token * heads * width;
            double[] one = java.util.Arrays.copyOfRange(x, from, from + heads * width);
            double[] turned =
                    Reference.ropeAll(one, width, heads, new long[] {token}, thetas[token]);
            System.arraycopy(turned, 0, y, from, turned.length);
        }
        return y;
    }

    private double[] mlp(String name, double[] x) {
        double[] gate = linear(name + "gate_proj", x);
        double[] up = linear(name + "up_proj", x);
        for (int i = 0; i < gate.length; i++) {
            gate[i] = gate[i] / (1 + Math.exp(-gate[i])) * up[i];
        }
        return linear(name + "down_proj", gate);
    }

    private double[] linear(String name, double[] x) {
        double[] weight = weight(name + ".weight");
        int in = name.endsWith("down_proj") ? config.feedForward().inner() : config.width();
        return Reference.linear(x, in, weight, weights.get(name + ".bias"));
    }

    private double[] weight(String name) {
        double[] weight = weights.get(name);
        if (weight == null) {
            throw new IllegalArgumentException("no " + name + " among " + weights.keySet());
        }
        return weight;
    }

    private static double[] sum(double[] a, double[] b) {
        double[] y = a.clone();
        for (int i = 0; i < y.length; i++) {
            y[i] += b[i];
        }
        return y;
    }
}
