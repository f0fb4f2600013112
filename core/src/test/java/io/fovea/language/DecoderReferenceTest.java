package io.fovea.language;

import static org.assertj.core.api.Assertions.assertThat;

import io.fovea.config.StrictJson;
import io.fovea.nn.KvCache;
import io.fovea.tensor.Grad;
import io.fovea.tensor.Rng;
import io.fovea.tensor.Scope;
import io.fovea.tensor.Tensor;
import io.fovea.testkit.Close;
import io.fovea.testkit.ReferenceDecoder;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * Dynamic NTK and Qwen2's windows, of which there is no golden, against plain loops: read from a
 * config as transformers 4.47 reads it, whole and token by token.
 */
class DecoderReferenceTest {

    private static final int WIDTH = 24;
    private static final int HEAD = 6;
    private static final int LENGTH = 22;
    private static final int PROMPT = 13;
    private static final double TOLERANCE = 2e-5;

    private static Decoder decoder(String family, String more) {
        String config =
                """
                {"model_type": "%s", "vocab_size": 20, "hidden_size": 24, "intermediate_size": 32,
                 "num_hidden_layers": 3, "num_attention_heads": 4, "num_key_value_heads": 2, %s}
                """
                        .formatted(family, more);
        Decoder decoder =
                new Decoder(LanguageFamilies.read(StrictJson.tree(config, "test"), "test"));
        decoder.initialize(new Rng(1));
        Rng rng = new Rng(7);
        decoder.parameters()
                .forEach(
                        (name, weight) -> {
                            if (name.endsWith(".bias")) {
                                weight.value().copy_(rng.normal(0.5, weight.value().dims()));
                            }
                        });
        return decoder;
    }

    private static Tensor pass(Decoder decoder, Tensor rows, int earlier, @Nullable KvCache cache) {
        int count = (int) rows.size(1);
        Tensor at = Tensor.of(LongStream.range(earlier, earlier + count).toArray(), 1, count);
        return decoder.forward(new LanguageInput(rows, at, null, cache, Map.of())).last();
    }

    /** The prompt at once, then token by token. */
    private static Tensor stepwise(Decoder decoder, Tensor rows) {
        try (KvCache cache = new KvCache(3, LENGTH)) {
            List<Tensor> parts = new ArrayList<>();
            parts.add(pass(decoder, rows.narrow(1, 0, PROMPT), 0, cache));
            for (int at = PROMPT; at < LENGTH; at++) {
                parts.add(pass(decoder, rows.narrow(1, at, 1), at, cache));
            }
            return Tensor.cat(parts, 1);
        }
    }

    private static double[] thetas(double theta) {
        double[] all = new double[LENGTH];
        Arrays.fill(all, theta);
        return all;
    }

    /** {@code base * (factor * length / max - (factor - 1)) ^ (E / (E - 2))}. */
    private static double dynamic(double theta, double factor, int max, int length) {
        double seen = Math.max(length, max);
        double growth = factor * seen / max - (factor - 1);
        return theta * Math.pow(growth, HEAD / (HEAD - 2.0));
    }

    @Test
    void dynamicNtkTurnsByTheLengthThatATokenWasReadAt() {
        try (Scope scope = Scope.open();
                Grad off = Grad.off();
                Decoder decoder =
                        decoder(
                                "llama",
                                "\"max_position_embeddings\": 16, \"rope_theta\": 100,"
                                        + " \"rope_scaling\": {\"rope_type\": \"dynamic\","
                                        + " \"factor\": 3}")) {
            ReferenceDecoder reference = new ReferenceDecoder(decoder);
            Tensor rows = new Rng(2).normal(1, 1, LENGTH, WIDTH);
            double[] at = rows.toDoubles();
            double[] whole = reference.states(at, thetas(dynamic(100, 3, 16, LENGTH)));
            Close.check("whole", pass(decoder, rows, 0, null).toDoubles(), whole, TOLERANCE, 0);

            double[] each = new double[LENGTH];
            for (int token = 0; token < LENGTH; token++) {
                each[token] = dynamic(100, 3, 16, Math.max(PROMPT, token + 1));
            }
            assertThat(each[15]).isEqualTo(100);
            assertThat(each[16]).isGreaterThan(110);
            double[] steps = reference.states(at, each);
            Close.check("steps", stepwise(decoder, rows).toDoubles(), steps, TOLERANCE, 0);
            assertThat(distance(whole, steps)).as("both ways differ").isGreaterThan(0.01);
        }
    }

    @Test
    void qwen2HasWindowsFromALayerOn() {
        String window = "\"sliding_window\": 5, \"max_window_layers\": 1, \"rope_theta\": 100";
        try (Scope scope = Scope.open();
                Grad off = Grad.off();
                Decoder decoder = decoder("qwen2", window + ", \"use_sliding_window\": true");
                Decoder unused = decoder("qwen2", window)) {
            assertThat(decoder.config().windowOf(0)).isNull();
            assertThat(decoder.config().windowOf(1)).isEqualTo(5);
            assertThat(decoder.parameters()).containsKey("model.layers.0.self_attn.q_proj.bias");
            Tensor rows = new Rng(2).normal(1, 1, LENGTH, WIDTH);
            double[] expected = new ReferenceDecoder(decoder).states(rows.toDoubles(), thetas(100));
            Close.check("whole", pass(decoder, rows, 0, null).toDoubles(), expected, TOLERANCE, 0);
            Close.check("steps", stepwise(decoder, rows).toDoubles(), expected, TOLERANCE, 0);

            double[] free = new ReferenceDecoder(unused).states(rows.toDoubles(), thetas(100));
            Close.check("unused", pass(unused, rows, 0, null).toDoubles(), free, TOLERANCE, 0);
            assertThat(distance(expected, free)).as("the window bites").isGreaterThan(0.01);
        }
    }

    private static double distance(double[] a, double[] b) {
        double most = 0;
        for (int i = 0; i < a.length; i++) {
            most = Math.max(most, Math.abs(a[i] - b[i]));
        }
        return most;
    }
}
