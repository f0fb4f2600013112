package io.fovea.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fovea.checkpoint.ModelDirectory.Part;
import io.fovea.config.StrictJson;
import io.fovea.tensor.Scope;
import io.fovea.tensor.Tensor;
import io.fovea.tensor.Weights;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

class ModelDirectoryTest {

    @TempDir Path folder;

    private void writeShards() {
        new SafetensorsWriter().writeModel(folder, Tensors.everyType(), 200);
    }

    private void writeIndex(String text) throws IOException {
        Files.writeString(folder.resolve(ShardIndex.FILE), text);
    }

    @Test
    void allThatIsMissingIsSaidAtOnce() throws IOException {
        Files.createFile(folder.resolve("pytorch_model.bin"));
        Files.createFile(folder.resolve("tokenizer.model"));
        assertThatThrownBy(() -> ModelDirectory.open(folder, EnumSet.allOf(Part.class)))
                .isInstanceOf(CheckpointError.class)
                .hasMessageContaining("no config.json")
                .hasMessageContaining("no model.safetensors or model.safetensors.index.json")
                .hasMessageContaining("no tokenizer.json")
                .hasMessageContaining("no preprocessor_config.json")
                .hasMessageContaining("no generation_config.json")
                .hasMessageContaining("[pytorch_model.bin] are pickles")
                .hasMessageContaining("safe_serialization=True")
                .hasMessageContaining("AutoTokenizer");
        assertThatThrownBy(() -> ModelDirectory.open(folder.resolve("absent")))
                .isInstanceOf(CheckpointError.class)
                .hasMessageContaining("nothing by this name");
        assertThatThrownBy(() -> ModelDirectory.open(folder.resolve("tokenizer.model")))
                .isInstanceOf(CheckpointError.class)
                .hasMessageContaining("a file");
    }

    @Test
    void anIndexThatReachesElsewhereIsRefused() throws IOException {
        for (String name :
                List.of(
                        "../model.safetensors",
                        "/etc/model.safetensors",
                        "a/b.safetensors",
                        "..\\\\b.safetensors",
                        "..",
                        "",
                        "model.bin",
                        ".hidden.safetensors")) {
            writeIndex("{\"weight_map\": {\"a\": \"" + name + "\"}}");
            assertThatThrownBy(() -> ShardIndex.read(folder.resolve(ShardIndex.FILE)))
                    .as(name)
                    .isInstanceOf(CheckpointError.class)
                    .hasMessageContaining("plain names");
        }
        for (String text :
                List.of(
                        "{}",
                        "[]",
                        "",
                        "{\"weight_map\": {}}",
                        "{\"weight_map\": {\"a\": 1}}",
                        "{")) {
            writeIndex(text);
            assertThatThrownBy(() -> ShardIndex.read(folder.resolve(ShardIndex.FILE)))
                    .as(text)
                    .isInstanceOf(CheckpointError.class);
        }
    }

    @Test
    void missingShardsAreAllNamed() throws IOException {
        writeShards();
        Files.delete(folder.resolve("model-00001-of-00003.safetensors"));
        Files.delete(folder.resolve("model-00003-of-00003.safetensors"));
        Files.writeString(folder.resolve("config.json"), "{}");
        assertThatThrownBy(() -> ModelDirectory.open(folder).openWeights().close())
                .isInstanceOf(CheckpointError.class)
                .hasMessageContaining("2 of 3 not there")
                .hasMessageContaining("model-00001-of-00003")
                .hasMessageContaining("model-00003-of-00003");
    }

    @Test
    void anIndexThatDisagreesWithItsShardsIsRefused() throws IOException {
        writeShards();
        Files.writeString(folder.resolve("config.json"), "{}");
        String index = Files.readString(folder.resolve(ShardIndex.FILE));
        ModelDirectory directory = ModelDirectory.open(folder);
        writeIndex(index.replace("\"scalar\"", "\"scalaa\""));
        assertThatThrownBy(() -> directory.openWeights().close())
                .isInstanceOf(CheckpointError.class)
                .hasMessageContaining("[scalaa, scalar]");
        writeIndex(index.replaceFirst("00001-of", "00002-of"));
        assertThatThrownBy(() -> directory.openWeights().close())
                .isInstanceOf(CheckpointError.class)
                .hasMessageContaining("disagree");
        writeIndex(index);
        Files.copy(
                folder.resolve("model-00001-of-00003.safetensors"),
                folder.resolve("model-00002-of-00003.safetensors"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        assertThatThrownBy(() -> directory.openWeights().close())
                .isInstanceOf(CheckpointError.class)
                .hasMessageContaining("in two files");
    }

    @Test
    void aShardedCheckpointOfOthersLoads() throws URISyntaxException {
        Path golden = Path.of(getClass().getResource("/golden/llava15-fp16-sharded").toURI());
        ModelDirectory directory = ModelDirectory.open(golden);
        assertThat(directory.config().path("model_type").asText()).isEqualTo("llava");
        Scope scope = Scope.open();
        try (scope;
                StoredWeights weights = directory.openWeights()) {
            Map<String, String> index =
                    ShardIndex.read(golden.resolve(ShardIndex.FILE)).weightMap();
            assertThat(weights.tensors().keySet()).isEqualTo(index.keySet());
            long total = weights.tensors().values().stream().mapToLong(TensorInfo::byteSize).sum();
            assertThat(total).as("total_size of the index").isEqualTo(563_584);
            Tensor embeddings = weights.load().get("language_model.model.embed_tokens.weight");
            assertThat(embeddings.dims()).containsExactly(448, 64);
            for (Map.Entry<String, Tensor> entry : weights.view().asMap().entrySet()) {
                assertThat(entry.getValue().allFinite()).as(entry.getKey()).isTrue();
            }
        }
    }

    @Test
    void aModelIsSavedWholeOrNotAtAll() throws IOException {
        Path target = folder.resolve("out/model");
        Path tokenizer = Files.writeString(folder.resolve("tokenizer.json"), "{}");
        Provenance provenance = Provenance.now("{}", "unknown", 7, Map.of("libtorch", "2"));
        Scope scope = Scope.open();
        try (scope) {
            Weights weights = new Weights().put("w", Tensor.of(new float[] {1, 2}, 2));
            ModelContents contents =
                    new ModelContents(
                            StrictJson.tree("{\"model_type\": \"llama\"}", "test"),
                            weights,
                            Map.of(
                                    "preprocessor_config.json",
                                    StrictJson.tree("{\"a\": 1}", "test")),
                            List.of(tokenizer),
                            provenance);
            ModelDirectory saved = ModelDirectory.save(target, contents, IfExists.REFUSE);
            assertThat(saved.has(Part.TOKENIZER)).isTrue();
            assertThat(saved.json("preprocessor_config.json").orElseThrow().path("a").asInt())
                    .isEqualTo(1);
            assertThat(Provenance.read(target)).isEqualTo(provenance);
            try (StoredWeights stored = saved.openWeights()) {
                assertThat(stored.load().get("w").toFloats()).containsExactly(1, 2);
            }
            assertThatThrownBy(() -> ModelDirectory.save(target, contents, IfExists.REFUSE))
                    .isInstanceOf(CheckpointError.class)
                    .hasMessageContaining("a free name");
            Files.delete(tokenizer);
            assertThatThrownBy(() -> ModelDirectory.save(target, contents, IfExists.REPLACE))
                    .isInstanceOf(CheckpointError.class);
            assertThat(ModelDirectory.open(target).has(Part.TOKENIZER))
                    .as("the old one stays")
                    .isTrue();
            Files.writeString(tokenizer, "{\"new\": 1}");
            ModelDirectory.save(target, contents, IfExists.REPLACE);
            assertThat(target.resolve("tokenizer.json")).hasContent("{\"new\": 1}");
            Path notes = Files.writeString(target.resolve("notes.txt"), "mine");
            assertThatThrownBy(() -> ModelDirectory.save(target, contents, IfExists.REPLACE))
                    .isInstanceOf(CheckpointError.class)
                    .hasMessageContaining("notes.txt")
                    .hasMessageContaining("nothing was changed");
            assertThat(notes).as("a wrong name costs nobody a file").hasContent("mine");
            assertThatThrownBy(() -> ModelDirectory.save(notes, contents, IfExists.REPLACE))
                    .isInstanceOf(CheckpointError.class)
                    .hasMessageContaining("no folder");
        }
        try (Stream<Path> files = Files.list(target.getParent())) {
            assertThat(files).containsExactly(target);
        }
    }
}
