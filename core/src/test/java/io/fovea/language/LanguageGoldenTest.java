package io.fovea.language;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.fovea.nn.KvCache;
import io.fovea.nn.RotaryEmbedding;
import io.fovea.tensor.DType;
import io.fovea.tensor.Grad;
import io.fovea.tensor.Scope;
import io.fovea.tensor.Tensor;
import io.fovea.tensor.Weights;
import io.fovea.testkit.Close;
import io.fovea.testkit.Golden;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;

/** Every family against what transformers computed from the same folder. */
class LanguageGoldenTest {

    private static final double BOUND = 1e-4;
    private static final int STEPS = 20;

    /** A language model as its folder describes it. */
    private record Opened(LanguageModel model, DecoderConfig config) implements AutoCloseable {
        @Override
        public void close() {
            model.close();
        }
    }

    private static Opened open(Golden golden) {
        JsonNode config = golden.json("config.json");
        LanguageFamilies.Reading read =
                LanguageFamilies.reading(
                        config.path("model_type").asText(), config, "config.json", "");
        assertThat(read.warnings()).isEmpty();
        LanguageModel model = LanguageModels.of(read.config());
        try (Scope scope = Scope.open()) {
            model.load(golden.weights("").without(read.config()::repeats), DType.FLOAT32)
                    .orThrow("golden");
        }
        return new Opened(model, read.config());
    }

    private static LanguageOutput pass(
            LanguageModel model, Tensor ids, int earlier, @Nullable KvCache cache) {
        int rows = (int) ids.size(1);
        Tensor positions = Tensor.of(LongStream.range(earlier, earlier + rows).toArray(), 1, rows);
        return model.forward(new LanguageInput(model.embed(ids), positions, null, cache, Map.of()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text-llama-headdim-tied-bf16",
                "text-llama2-linear-rope-attnbias",
                "text-llama3-gqa-ropellama3-tied",
                "text-llama3-untied-fp16-sharded",
                "text-mistral-sliding",
                "text-phi3-longrope-sliding",
                "text-qwen2-tied"
            })
    void equalsTheReference(String name) {
        Golden golden = Golden.open(name);
        JsonNode expected = golden.json("expected.json");
        try (Scope scope = Scope.open();
                Grad off = Grad.off();
                Opened opened = open(golden)) {
            Weights tensors = golden.tensors("expected.safetensors");
            frequencies(opened.config(), tensors);
            for (int i = 0; i < expected.get("cases").size(); i++) {
                states(opened.model(), tensors, "case" + i);
                greedy(opened, golden, tensors, i);
            }
            batch(opened.model(), tensors, "batch_left");
            batch(opened.model(), tensors, "batch_right");
        }
    }

    private static void frequencies(DecoderConfig config, Weights tensors) {
        if (tensors.contains("rope_inv_freq")) {
            float[] own =
                    new RotaryEmbedding(config.attention().headWidth(), config.rotary())
                            .inverseFrequencies(0);
            Close.check(
                    "rope_inv_freq",
                    Tensor.of(own, own.length),
                    tensors.get("rope_inv_freq"),
                    0,
                    2.5e-7);
        }
    }

    private static void states(LanguageModel model, Weights tensors, String name) {
        LanguageOutput out = pass(model, tensors.get(name + ".input_ids"), 0, null);
        check(name, "text_hidden_state_layer1", out.states().get(1), tensors);
        check(name, "last_hidden_state", out.last(), tensors);
        check(name, "logits", model.logits(out.last()), tensors);
    }

    private static void check(String name, String what, Tensor got, Weights tensors) {
        Close.check(name + "." + what, got, tensors.get(name + "." + what), BOUND);
    }

    private static void batch(LanguageModel model, Weights tensors, String name) {
        Tensor ids = tensors.get(name + ".input_ids");
        Tensor real = tensors.get(name + ".attention_mask");
        PaddingMask padding = PaddingMask.of(real);
        int columns = padding.columns();
        LanguageOutput out =
                model.forward(
                        new LanguageInput(
                                model.embed(ids),
                                padding.positions(columns),
                                padding.causal(columns),
                                null,
                                Map.of()));
        Tensor logits = model.logits(out.last()).mul(real.to(DType.FLOAT32).unsqueeze(-1));
        check(name, "logits", logits, tensors);
    }

    private static void greedy(Opened opened, Golden golden, Weights tensors, int index) {
        JsonNode stored = golden.json("expected.json").get("cases").get(index);
        Set<Long> ends = ends(golden);
        Tensor prompt = tensors.get("case" + index + ".input_ids");
        LanguageModel model = opened.model();
        assertThat(cached(model, prompt, ends))
                .as("case %d, cached", index)
                .isEqualTo(longs(stored.get("generated_ids")));
        assertThat(uncached(model, prompt, ends))
                .as("case %d, without a cache", index)
                .isEqualTo(longs(stored.get("generated_ids_no_cache")));
    }

    private static Set<Long> ends(Golden golden) {
        Set<Long> ends = new HashSet<>();
        JsonNode node = golden.json("generation_config.json").get("eos_token_id");
        if (node.isArray()) {
            ends.addAll(longs(node));
        } else {
            ends.add(node.asLong());
        }
        return ends;
    }

    private static List<Long> longs(JsonNode list) {
        List<Long> values = new ArrayList<>();
        list.forEach(node -> values.add(node.asLong()));
        return values;
    }

    private static List<Long> cached(LanguageModel model, Tensor prompt, Set<Long> ends) {
        List<Long> said = new ArrayList<>();
        long length = prompt.size(1);
        try (KvCache cache = new KvCache(model.layers(), length + STEPS)) {
            Tensor next = prompt;
            while (said.size() < STEPS && (said.isEmpty() || !ends.contains(said.getLast()))) {
                LanguageOutput out = pass(model, next, (int) cache.length(), cache);
                said.add(likeliest(model, out));
                next = Tensor.of(new long[] {said.getLast()}, 1, 1);
            }
        }
        return said;
    }

    private static List<Long> uncached(LanguageModel model, Tensor prompt, Set<Long> ends) {
        List<Long> said = new ArrayList<>();
        Tensor all = prompt;
        while (said.size() < STEPS && (said.isEmpty() || !ends.contains(said.getLast()))) {
            said.add(likeliest(model, pass(model, all, 0, null)));
            all = Tensor.cat(List.of(all, Tensor.of(new long[] {said.getLast()}, 1, 1)), 1);
        }
        return said;
    }

    private static long likeliest(LanguageModel model, LanguageOutput out) {
        Tensor last = out.last().select(1, out.last().size(1) - 1);
        return model.logits(last).argmax(-1).toLongs()[0];
    }
}
