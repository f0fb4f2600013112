package io.fovea.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.fovea.checkpoint.CheckpointError;
import io.fovea.checkpoint.Provenance;
import io.fovea.config.ConfigError;
import io.fovea.config.StrictJson;
import io.fovea.perception.PerceptionHeads;
import io.fovea.tensor.DType;
import io.fovea.tensor.Device;
import io.fovea.tensor.Torch;
import io.fovea.testkit.TinyModels;
import io.fovea.tokenizer.BpeTrainer;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

class ModelFolderTest {

    @TempDir Path parent;

    private Path folder = Path.of("");

    @BeforeEach
    void write() {
        folder = TinyModels.folder(parent, TinyModels.Size.TINY, 3);
    }

    private static ModelFolder.Opened open(Path folder) {
        return ModelFolder.open(folder, PerceptionHeads::attach, DType.FLOAT32, Device.CPU);
    }

    private void change(Consumer<ObjectNode> change) throws IOException {
        Path file = folder.resolve("config.json");
        ObjectNode tree = (ObjectNode) StrictJson.tree(file);
        change.accept(tree);
        Files.writeString(file, StrictJson.write(tree));
    }

    @Test
    void whatIsSavedComesBackToTheBit() throws IOException {
        Path again = parent.resolve("again");
        try (ModelFolder.Opened opened = open(folder)) {
            ModelFolder.save(
                    again,
                    opened.model(),
                    folder.resolve("tokenizer.json"),
                    Provenance.read(folder),
                    name -> true,
                    DType.FLOAT32);
        }
        for (String file : List.of("model.safetensors", "config.json", "tokenizer.json")) {
            assertThat(Files.mismatch(folder.resolve(file), again.resolve(file)))
                    .as(file)
                    .isEqualTo(-1);
        }
    }

    @Test
    void leftOutWeightsAreMissedByName() {
        Path part = parent.resolve("part");
        try (ModelFolder.Opened opened = open(folder)) {
            ModelFolder.save(
                    part,
                    opened.model(),
                    folder.resolve("tokenizer.json"),
                    Provenance.read(folder),
                    name -> !name.startsWith("mask_fusion."),
                    DType.BFLOAT16);
        }
        assertThatThrownBy(() -> open(part))
                .hasMessageContainingAll(
                        "missing (3)", "mask_fusion.coefficients", "mask_fusion.norm.weight");
    }

    @Test
    void anotherFamilyIsNamed() throws IOException {
        change(tree -> tree.put("model_type", "gpt_bigcode"));
        assertThatThrownBy(() -> open(folder))
                .isInstanceOf(CheckpointError.class)
                .hasMessageContainingAll("'gpt_bigcode'", "llava", "qwen2_vl", "fovea");
        change(tree -> tree.remove("model_type"));
        assertThatThrownBy(() -> open(folder))
                .isInstanceOf(CheckpointError.class)
                .hasMessageContaining("model_type");
    }

    @Test
    void unknownKeysAndImpossibleSizesAreRefused() throws IOException {
        change(
                tree -> {
                    tree.put("extra", 1);
                    ((ObjectNode) tree.get("vision_config")).put("depth", 3);
                });
        assertThatThrownBy(() -> open(folder))
                .isInstanceOf(ConfigError.class)
                .hasMessageContainingAll("extra", "vision_config.depth");
        change(
                tree -> {
                    tree.remove("extra");
                    ((ObjectNode) tree.get("vision_config")).remove("depth");
                    ((ObjectNode) tree.get("projector_config")).put("pooled_grid", 5);
                });
        assertThatThrownBy(() -> open(folder)).hasMessageContaining("pooled_grid 5");
    }

    @Test
    void aVocabularyLargerThanTheModelIsRefusedAndNothingStaysOpen() throws IOException {
        List<String> words =
                List.of(
                        "a much larger vocabulary of other words that were never seen before, by"
                                + " anybody");
        new BpeTrainer(420, 1, TinyModels.SPECIALS)
                .train(
                        java.util.stream.IntStream.range(0, 300)
                                .mapToObj(i -> words.getFirst() + " word" + i * 37)
                                .toList())
                .write(folder.resolve("tokenizer.json"));
        assertThatThrownBy(() -> open(folder))
                .hasMessageContainingAll("a tokenizer of", "tokens and a model of 320");
        long before = Torch.liveObjects();
        assertThatThrownBy(() -> open(folder)).isInstanceOf(CheckpointError.class);
        assertThat(Torch.liveObjects()).isEqualTo(before);
    }

    @Test
    void openingAndClosingLeavesNothing() {
        open(folder).close();
        long before = Torch.liveObjects();
        open(folder).close();
        assertThat(Torch.liveObjects()).isEqualTo(before);
    }

    @Test
    void extensionsAreAttachedOnce() {
        try (ModelFolder.Opened opened = open(folder)) {
            assertThatThrownBy(() -> PerceptionHeads.attach(opened.model()))
                    .hasMessageContaining("'perception'");
        }
        assertThatThrownBy(
                        () ->
                                TinyModels.config(TinyModels.Size.TINY, false, 320)
                                        .withExtensions(Map.of())
                                        .withVocabulary(0))
                .hasMessageContaining("vocab_size");
    }
}
