package io.fovea.tuning;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.fovea.checkpoint.IfExists;
import io.fovea.checkpoint.ModelDirectory;
import io.fovea.checkpoint.Provenance;
import io.fovea.checkpoint.Safetensors;
import io.fovea.checkpoint.StoredWeights;
import io.fovea.config.StrictJson;
import io.fovea.language.LanguageInput;
import io.fovea.model.ModelFamilies;
import io.fovea.model.VisionLanguageModel;
import io.fovea.tensor.DType;
import io.fovea.tensor.Device;
import io.fovea.tensor.Grad;
import io.fovea.tensor.Ops;
import io.fovea.tensor.Scope;
import io.fovea.tensor.Tensor;
import io.fovea.tensor.Weights;
import io.fovea.testkit.Close;
import io.fovea.testkit.Golden;
import io.fovea.testkit.GoldenModels;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.LongStream;

/** Adapters against what PEFT 0.13.2 computed with its own folder. */
class LoraGoldenTest {

    private static final double BOUND = 2e-5;
    private static final Golden GOLDEN = Golden.open("lora");
    private static final Path FOLDER =
            Objects.requireNonNull(GOLDEN.file("config.json").getParent());

    /** The golden model with a vocabulary, which opening a folder asks for. */
    @TempDir static Path base;

    @TempDir Path folder;

    @BeforeAll
    static void addVocabulary() throws IOException {
        for (String name : List.of("config.json", "model.safetensors")) {
            Files.copy(FOLDER.resolve(name), base.resolve(name));
        }
        String other = "text-llama2-linear-rope-attnbias/tokenizer.json";
        Files.copy(GoldenModels.folder(other), base.resolve("tokenizer.json"));
    }

    private static VisionLanguageModel open(Path folder) {
        ModelDirectory directory = ModelDirectory.open(folder);
        VisionLanguageModel model = ModelFamilies.plan(directory).model().get();
        try (Scope scope = Scope.open();
                StoredWeights stored = directory.openWeights()) {
            model.loadCopies(stored.view(), DType.FLOAT32, Device.CPU).orThrow("golden");
        }
        return model;
    }

    private static VisionLanguageModel adapted() {
        VisionLanguageModel model = open(base);
        AdapterFolder adapter = AdapterFolder.open(FOLDER);
        adapter.attach(model);
        adapter.load(model, DType.FLOAT32, Device.CPU);
        return model;
    }

    private static Tensor logits(VisionLanguageModel model, Tensor ids) {
        long rows = ids.size(0);
        long length = ids.size(1);
        long[] positions =
                LongStream.range(0, rows * length).map(position -> position % length).toArray();
        return model.language()
                .logits(
                        model.language()
                                .forward(
                                        new LanguageInput(
                                                model.language().embed(ids),
                                                Tensor.of(positions, rows, length),
                                                null,
                                                null,
                                                Map.of()))
                                .last());
    }

    private static void check(
            String name, VisionLanguageModel model, Weights expected, double bound) {
        Close.check(
                name, logits(model, expected.get("input_ids")), expected.get(name), bound, bound);
    }

    @Test
    void besideTheWeightsAndMerged() {
        try (Scope scope = Scope.open();
                Grad off = Grad.off();
                VisionLanguageModel plain = open(base);
                VisionLanguageModel model = adapted()) {
            Weights expected = GOLDEN.tensors("expected.safetensors");
            check("logits_base", plain, expected, BOUND);
            check("logits_lora", model, expected, BOUND);
            Adapters.merge(model);
            Adapters.merge(model);
            check("logits_merged", model, expected, BOUND);
            checkMerged(model.weights(), expected);
            Adapters.unmerge(model);
            check("logits_lora", model, expected, BOUND);
            plain.weights()
                    .asMap()
                    .forEach(
                            (name, value) ->
                                    Close.check(
                                            name, model.weights().get(name), value, 1e-6, 1e-6));
        }
    }

    private static void checkMerged(Weights weights, Weights expected) {
        List<String> merged =
                expected.names().stream().filter(name -> name.startsWith("merged.")).toList();
        assertThat(merged).hasSize(3);
        for (String name : merged) {
            Close.check(
                    name,
                    weights.get(name.substring("merged.".length())),
                    expected.get(name),
                    1.2e-6,
                    1.2e-6);
        }
    }

    @Test
    void gradientsAreThoseOfThePeftModel() {
        try (Scope scope = Scope.open();
                VisionLanguageModel model = adapted()) {
            Weights expected = GOLDEN.tensors("expected.safetensors");
            model.parameters()
                    .forEach(
                            (name, parameter) ->
                                    parameter.setTrainable(LowRankNames.isAdapter(name)));
            Tensor ids = expected.get("input_ids");
            long length = ids.size(1);
            Tensor logits = logits(model, ids).narrow(1, 0, length - 1);
            Tensor loss =
                    Ops.crossEntropy(
                                    logits.reshape(-1, logits.size(2)),
                                    ids.narrow(1, 1, length - 1).reshape(-1))
                            .mean();
            assertThat(loss.item())
                    .isCloseTo(
                            expected.get("loss").item(),
                            org.assertj.core.api.Assertions.within(BOUND));
            loss.backward();
            Weights own = model.weights();
            int checked = 0;
            for (String name : expected.names()) {
                if (name.startsWith("grad.")) {
                    String mine =
                            name.substring(("grad." + AdapterFolder.PREFIX).length())
                                    .replace(".default.", ".");
                    Tensor gradient = Objects.requireNonNull(own.get(mine).grad(), mine);
                    Close.check(name, gradient, expected.get(name), 1e-5, 1e-4);
                    checked++;
                }
            }
            assertThat(checked).isEqualTo(6);
            assertThat(own.get("model.layers.0.self_attn.q_proj.weight").grad()).isNull();
        }
    }

    @Test
    void aFolderThatIsWrittenIsTheFolderThatWasRead() {
        Path written = folder.resolve("adapter");
        try (VisionLanguageModel model = adapted()) {
            new AdapterWriter(
                            ".",
                            new LoraConfig(4, 16, 0, false, null, null),
                            name -> name.equals("model.norm.weight"),
                            Provenance.now("test", "test", 0, Map.of()))
                    .write(model, written, IfExists.REFUSE);
        }
        try (Safetensors theirs = Safetensors.open(GOLDEN.file(AdapterFolder.WEIGHTS));
                Safetensors ours = Safetensors.open(written.resolve(AdapterFolder.WEIGHTS))) {
            assertThat(ours.tensors()).hasSize(theirs.tensors().size() + 1);
            assertThat(ours.tensors()).containsKey("base_model.model.model.norm.weight");
            for (String name : theirs.tensors().keySet()) {
                assertThat(ours.bytes(name).mismatch(theirs.bytes(name))).as(name).isEqualTo(-1);
            }
        }
        JsonNode json = StrictJson.tree(written.resolve(PeftConfig.FILE));
        assertThat(json.get("target_modules").toString())
                .isEqualTo("[\"gate_proj\",\"q_proj\",\"v_proj\"]");
        assertThat(json.get("modules_to_save").toString()).isEqualTo("[\"model.norm\"]");
        JsonNode theirs = GOLDEN.json(PeftConfig.FILE);
        for (String key : List.of("r", "lora_alpha", "bias", "peft_type", "use_rslora")) {
            assertThat(json.get(key)).as(key).isEqualTo(theirs.get(key));
        }
        try (Scope scope = Scope.open();
                Grad off = Grad.off();
                VisionLanguageModel model = open(base)) {
            AdapterFolder again = AdapterFolder.open(written);
            again.attach(model);
            again.load(model, DType.FLOAT32, Device.CPU);
            check("logits_lora", model, GOLDEN.tensors("expected.safetensors"), BOUND);
        }
    }

    @Test
    void aMergedFolderOpensLikeAnyOther() {
        Path merged = folder.resolve("merged");
        AdapterMerge.Merged done =
                AdapterMerge.write(
                        base, FOLDER, merged, Provenance.now("test", "test", 0, Map.of()));
        assertThat(done.changed()).isEqualTo(6);
        try (Scope scope = Scope.open();
                Grad off = Grad.off();
                VisionLanguageModel model = open(merged)) {
            Weights expected = GOLDEN.tensors("expected.safetensors");
            check("logits_merged", model, expected, BOUND);
            checkMerged(model.weights(), expected);
        }
        assertThat(merged.resolve("tokenizer.json"))
                .hasSameBinaryContentAs(base.resolve("tokenizer.json"));
    }
}
