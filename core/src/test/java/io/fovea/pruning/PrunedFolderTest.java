package io.fovea.pruning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.fovea.checkpoint.CheckpointError;
import io.fovea.checkpoint.ModelDirectory;
import io.fovea.checkpoint.Provenance;
import io.fovea.checkpoint.WeightsHash;
import io.fovea.config.StrictJson;
import io.fovea.language.LanguageInput;
import io.fovea.language.LanguageModel;
import io.fovea.model.ModelFolder;
import io.fovea.nn.KvCache;
import io.fovea.nn.Parameter;
import io.fovea.perception.PerceptionHeads;
import io.fovea.tensor.DType;
import io.fovea.tensor.Device;
import io.fovea.tensor.Grad;
import io.fovea.tensor.Scope;
import io.fovea.tensor.Tensor;
import io.fovea.testkit.Close;
import io.fovea.testkit.GoldenModels;
import io.fovea.testkit.TinyModels;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** A pruned folder is the model with these blocks skipped, in every family. */
class PrunedFolderTest {

    private static final int LENGTH = 21;

    @TempDir private Path folder = Path.of("");

    private static Provenance origin() {
        return Provenance.now("test", "none", 0, Map.of());
    }

    private static PruningPlan plan(Path model, int layers, List<Integer> remove) {
        return PruningPlan.listed(ModelIdentity.of(model), layers, remove, origin());
    }

    private Path pruned(Path model, int layers, Integer... remove) {
        Path out = folder.resolve("pruned");
        PrunedFolder.write(model, out, plan(model, layers, List.of(remove)), origin());
        return out;
    }

    private static ModelFolder.Opened open(Path model) {
        return ModelFolder.open(model, PerceptionHeads::attach, DType.FLOAT32, Device.CPU);
    }

    private static Tensor pass(
            LanguageModel model, long[] ids, int earlier, @Nullable KvCache cache) {
        long[] at = LongStream.range(earlier, earlier + ids.length).toArray();
        return model.forward(
                        new LanguageInput(
                                model.embed(Tensor.of(ids, 1, ids.length)),
                                Tensor.of(at, 1, at.length),
                                null,
                                cache,
                                Map.of()))
                .last();
    }

    private static long[] ids(LanguageModel model) {
        return LongStream.range(0, LENGTH).map(i -> (7 * i + 3) % model.vocabulary()).toArray();
    }

    /** With its outputs at 0 a block adds nothing: it is skipped, to the bit. */
    private static void skip(ModelFolder.Opened opened, int layer) {
        LanguageLayers names = LanguageLayers.of(opened.model());
        int silenced = 0;
        for (Map.Entry<String, Parameter> entry : opened.model().parameters().entrySet()) {
            boolean output =
                    entry.getKey().contains(".o_proj.") || entry.getKey().contains(".down_proj.");
            if (output && names.layerOf(entry.getKey()).orElse(-1) == layer) {
                entry.getValue().value().zero_();
                silenced++;
            }
        }
        assertThat(silenced).isGreaterThanOrEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({
        "llava15-fp32, 3, 1",
        "llava15-fp16-sharded, 4, 0",
        "bunny-llama3-fp32, 3, 2",
        "smolvlm-idefics3-fp32, 3, 1",
        "qwen2vl-fp32, 3, 0",
        "text-llama-headdim-tied-bf16, 3, 1",
        "text-llama2-linear-rope-attnbias, 3, 0",
        "text-llama3-untied-fp16-sharded, 3, 1",
        "text-mistral-sliding, 3, 1",
        "text-phi3-longrope-sliding, 3, 2",
        "text-qwen2-tied, 3, 1"
    })
    void isTheModelWithTheBlockSkipped(String name, int layers, int remove) throws IOException {
        Path model = GoldenModels.folder(name);
        Path out = pruned(model, layers, remove);
        try (Scope scope = Scope.open();
                Grad off = Grad.off();
                ModelFolder.Opened whole = open(model);
                ModelFolder.Opened small = open(out)) {
            assertThat(small.model().language().layers()).isEqualTo(layers - 1);
            skip(whole, remove);
            long[] ids = ids(whole.model().language());
            Tensor expected = pass(whole.model().language(), ids, 0, null);
            Close.checkSame(name, pass(small.model().language(), ids, 0, null), expected);
            cached(small.model().language(), ids, expected);
        }
        JsonNode config = StrictJson.tree(out.resolve("config.json"));
        JsonNode language = config.has("text_config") ? config.get("text_config") : config;
        assertThat(language.get("num_hidden_layers").asInt()).isEqualTo(layers - 1);
        assertThat(PruningPlan.read(out.resolve(PrunedFolder.PLAN)).removed())
                .containsExactly(new PruningPlan.Removal(remove, null));
        assertSameFiles(model, out);
    }

    private static void cached(LanguageModel model, long[] ids, Tensor expected) {
        try (KvCache cache = new KvCache(model.layers(), LENGTH)) {
            List<Tensor> parts = new ArrayList<>();
            int[] ends = {0, 5, 6, 7, 15, LENGTH - 1, LENGTH};
            for (int i = 1; i < ends.length; i++) {
                long[] some = java.util.Arrays.copyOfRange(ids, ends[i - 1], ends[i]);
                parts.add(pass(model, some, ends[i - 1], cache));
            }
            Close.check("cached", Tensor.cat(parts, 1), expected, 2e-5);
        }
    }

    /** What stands beside config and weights is there, expectations of the whole model are not. */
    private static void assertSameFiles(Path model, Path out) throws IOException {
        try (Stream<Path> files = Files.list(model)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = file.getFileName().toString();
                if (name.matches(".*(tokenizer|processor|chat_template|generation).*")) {
                    assertThat(out.resolve(name)).hasSameBinaryContentAs(file);
                }
            }
        }
        assertThat(out.resolve("expected.json")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"llava15-fp16-sharded", "bunny-llama3-fp16-sharded", "qwen2vl-fp32"})
    void removingNothingChangesNoBit(String name) {
        Path model = GoldenModels.folder(name);
        int layers;
        try (ModelFolder.Opened opened = open(model)) {
            layers = opened.model().language().layers();
        }
        Path out = pruned(model, layers);
        GoldenModels.assertSameWeights(model, out, weight -> true);
        GoldenModels.assertSameWeights(out, model, weight -> true);
        assertThat(WeightsHash.of(out)).isEqualTo(WeightsHash.of(model));
        assertThat(StrictJson.tree(out.resolve("config.json")))
                .isEqualTo(StrictJson.tree(model.resolve("config.json")));
    }

    @Test
    void modelsWithPlacesKeepThem() {
        Path model = TinyModels.folder(folder, TinyModels.Size.TINY, 3);
        Path out = pruned(model, 2, 0);
        try (ModelFolder.Opened opened = open(out)) {
            assertThat(opened.model().description().extensions()).containsKey("perception");
        }
        GoldenModels.assertSameWeights(
                model, out, name -> !name.startsWith("language_model.model.layers."));
    }

    @Test
    void windowsAndListsOfLayersFollowTheirLayers() throws IOException {
        Path golden = GoldenModels.folder("text-qwen2-tied");
        Path model = folder.resolve("windowed");
        Files.createDirectories(model);
        try (Stream<Path> files = Files.list(golden)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, model.resolve(file.getFileName()));
            }
        }
        ObjectNode config = ModelDirectory.open(golden).config().deepCopy();
        config.put("use_sliding_window", true).put("sliding_window", 4).put("max_window_layers", 2);
        config.putArray("layer_types")
                .add("full_attention")
                .add("full_attention")
                .add("sliding_attention");
        Files.writeString(model.resolve("config.json"), StrictJson.write(config));
        Path out = pruned(model, 3, 0);
        JsonNode written = StrictJson.tree(out.resolve("config.json"));
        assertThat(written.get("max_window_layers").asInt()).isEqualTo(1);
        assertThat(written.get("layer_types").toString())
                .isEqualTo("[\"full_attention\",\"sliding_attention\"]");
        try (Scope scope = Scope.open();
                Grad off = Grad.off();
                ModelFolder.Opened whole = open(model);
                ModelFolder.Opened small = open(out)) {
            skip(whole, 0);
            long[] ids = ids(whole.model().language());
            Tensor expected = pass(whole.model().language(), ids, 0, null);
            Close.checkSame("windows", pass(small.model().language(), ids, 0, null), expected);
            cached(small.model().language(), ids, expected);
        }
    }

    @Test
    void whatCannotBeDoneLeavesNothing() {
        Path model = GoldenModels.folder("llava15-fp32");
        Path out = pruned(model, 3, 1);
        assertThatThrownBy(() -> pruned(model, 3, 1))
                .isInstanceOf(CheckpointError.class)
                .hasMessageContaining("something by this name");
        Path nothing = folder.resolve("nothing");
        assertThatThrownBy(
                        () -> PrunedFolder.write(nothing, out, plan(model, 3, List.of()), origin()))
                .isInstanceOf(CheckpointError.class)
                .hasMessageContaining("nothing by this name");
    }
}
