package io.fovea.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fovea.nn.KvCache;
import io.fovea.tensor.Grad;
import io.fovea.tensor.Rng;
import io.fovea.tensor.Scope;
import io.fovea.tensor.Tensor;
import io.fovea.testkit.Close;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

class DecoderTest {

    private static final int LENGTH = 9;

    private static Decoder llama(
            int keyHeads, boolean tied, LlamaConfig.Initialization initialization) {
        Decoder llama =
                new Decoder(
                        new LlamaConfig(
                                        20,
                                        24,
                                        32,
                                        3,
                                        4,
                                        keyHeads,
                                        null,
                                        64,
                                        1e-5,
                                        10_000,
                                        tied,
                                        initialization)
                                .decoder());
        llama.initialize(new Rng(1));
        return llama;
    }

    /** Tokens {@code from .. to - 1} after {@code from} cached ones. */
    private static Tensor pass(
            Decoder llama, Tensor embeddings, int from, int to, @Nullable KvCache cache) {
        int count = to - from;
        int first = cache == null ? from : 0;
        long[] positions = new long[2 * count];
        float[] mask = new float[count * (to - first)];
        for (int i = 0; i < count; i++) {
            positions[i] = positions[count + i] = from + i;
            for (int t = first; t < to; t++) {
                mask[i * (to - first) + t - first] = t <= from + i ? 0 : -1e9f;
            }
        }
        return llama.forward(
                        new LanguageInput(
                                embeddings.narrow(1, from, count),
                                Tensor.of(positions, 2, count),
                                Tensor.of(mask, 1, 1, count, to - first),
                                cache,
                                Map.of()))
                .last();
    }

    @ParameterizedTest(name = "{0} key heads")
    @ValueSource(ints = {1, 2, 4})
    void chunksThroughTheCacheAreTheWholeAtOnce(int keyHeads) {
        try (Scope scope = Scope.open();
                Grad off = Grad.off();
                Decoder llama = llama(keyHeads, false, LlamaConfig.Initialization.NORMAL);
                KvCache cache = new KvCache(3, LENGTH)) {
            Tensor embeddings = new Rng(2).normal(1, 2, LENGTH, 24);
            Tensor whole = pass(llama, embeddings, 0, LENGTH, null);
            List<Tensor> parts = new ArrayList<>();
            int[] ends = {0, 4, 5, 6, LENGTH};
            for (int i = 1; i < ends.length; i++) {
                parts.add(pass(llama, embeddings, ends[i - 1], ends[i], cache));
            }
            assertThat(cache.length()).isEqualTo(LENGTH);
            Close.check("chunks", Tensor.cat(parts, 1), whole, 1e-5, 1e-5);
            cache.truncate(5);
            Close.check(
                    "after truncation",
                    pass(llama, embeddings, 5, LENGTH, cache),
                    whole.narrow(1, 5, LENGTH - 5),
                    1e-5,
                    1e-5);
            assertThatThrownBy(() -> pass(llama, embeddings, 5, 6, cache))
                    .hasMessageContaining("holds 9 tokens");
        }
    }

    @Test
    void recordingGradientsDoesNotChangeTheNumbers() {
        try (Scope scope = Scope.open();
                Decoder llama = llama(2, true, LlamaConfig.Initialization.NORMAL)) {
            Tensor embeddings = new Rng(2).normal(1, 2, LENGTH, 24);
            Tensor recorded = pass(llama, embeddings, 0, LENGTH, null);
            try (Grad off = Grad.off()) {
                Close.check(
                        "both paths",
                        pass(llama, embeddings, 0, LENGTH, null),
                        recorded,
                        1e-5,
                        1e-5);
            }
        }
    }

    @Test
    void tiedModelsScoreWithTheirEmbeddings() {
        try (Scope scope = Scope.open();
                Decoder tied = llama(4, true, LlamaConfig.Initialization.NORMAL);
                Decoder untied = llama(4, false, LlamaConfig.Initialization.NORMAL)) {
            assertThat(tied.parameters()).doesNotContainKey("lm_head.weight");
            assertThat(untied.parameters()).containsKey("lm_head.weight");
            Tensor x = new Rng(3).normal(1, 1, 2, 24);
            Tensor table = tied.embed(Tensor.arange(20));
            Close.check("logits", tied.logits(x), x.matmul(table.transpose(0, 1)), 1e-5);
        }
    }

    @Test
    void mimeticLayersDifferFromEachOther() {
        try (Scope scope = Scope.open();
                Decoder llama = llama(4, false, LlamaConfig.Initialization.MIMETIC)) {
            var weights = llama.weights();
            String first = "model.layers.0.self_attn.";
            Close.checkSame(
                    "key = query",
                    weights.get(first + "k_proj.weight"),
                    weights.get(first + "q_proj.weight"));
            assertThat(weights.get("model.layers.1.self_attn.q_proj.weight").toFloats())
                    .isNotEqualTo(weights.get(first + "q_proj.weight").toFloats());
        }
    }
}
