package io.fovea.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.fovea.checkpoint.CheckpointError;
import io.fovea.checkpoint.ModelDirectory;
import io.fovea.config.ConfigError;
import io.fovea.config.StrictJson;
import io.fovea.model.FoveaFamily;
import io.fovea.model.ModelFamilies;
import io.fovea.model.VisionLanguageModel;
import io.fovea.nn.LowRank;
import io.fovea.testkit.Golden;
import io.fovea.testkit.GoldenModels;
import io.fovea.testkit.TinyModels;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.function.Consumer;

/** Adapters that do not fit, and what is said about them. */
class AdapterFolderTest {

    private static final Golden GOLDEN = Golden.open("lora");

    @TempDir Path folder;

    private Path changed(Consumer<ObjectNode> config) throws IOException {
        Path copy = Files.createDirectories(folder.resolve("adapter"));
        Files.copy(
                GOLDEN.file(AdapterFolder.WEIGHTS),
                copy.resolve(AdapterFolder.WEIGHTS),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        ObjectNode json = (ObjectNode) StrictJson.tree(GOLDEN.file(PeftConfig.FILE));
        config.accept(json);
        Files.writeString(copy.resolve(PeftConfig.FILE), StrictJson.write(json));
        return copy;
    }

    @Test
    void anAdapterOfAnotherModelIsRefusedWithEveryName() throws IOException {
        AdapterFolder adapter = AdapterFolder.open(changed(json -> {}));
        try (VisionLanguageModel model =
                FoveaFamily.model(TinyModels.config(TinyModels.Size.TINY, false, 320))) {
            assertThatThrownBy(() -> adapter.attach(model))
                    .isInstanceOf(CheckpointError.class)
                    .hasMessageContaining("adapter is of another model")
                    .hasMessageContaining("6 layers that the model does not have")
                    .hasMessageContaining("model.layers.0.self_attn.q_proj")
                    .hasMessageContaining("model.layers.1.mlp.gate_proj");
            assertThat(model.modules(LowRank.class)).isEmpty();
        }
    }

    @Test
    void anAdapterOfAnotherWidthIsRefusedWithBothWidths() throws IOException {
        AdapterFolder adapter = AdapterFolder.open(changed(json -> {}));
        ObjectNode wider = (ObjectNode) StrictJson.tree(GOLDEN.file("config.json"));
        wider.put("hidden_size", 64);
        Path other = Files.createDirectories(folder.resolve("wider"));
        Files.writeString(other.resolve("config.json"), StrictJson.write(wider));
        Files.copy(
                GoldenModels.folder("text-llama2-linear-rope-attnbias/tokenizer.json"),
                other.resolve("tokenizer.json"));
        ModelDirectory directory =
                ModelDirectory.open(other, EnumSet.of(ModelDirectory.Part.CONFIG));
        try (VisionLanguageModel model = ModelFamilies.plan(directory).model().get()) {
            assertThatThrownBy(() -> adapter.attach(model))
                    .hasMessageContaining("6 layers of another shape")
                    .hasMessageContaining("the adapter changes [32, 32], the weight is [32, 64]");
        }
    }

    @Test
    void targetsThatTheModelDoesNotHaveAreAllListed() {
        try (VisionLanguageModel model =
                FoveaFamily.model(TinyModels.config(TinyModels.Size.SMALL, true, 320))) {
            assertThatThrownBy(
                            () ->
                                    Adapters.targets(
                                            model,
                                            new LoraConfig(
                                                    4,
                                                    8,
                                                    0,
                                                    false,
                                                    List.of("q_prj", "v_proj", "fc1"),
                                                    null)))
                    .hasMessageContaining("q_prj, fc1")
                    .hasMessageContaining("down_proj, gate_proj, k_proj, o_proj, q_proj, up_proj");
            assertThat(
                            Adapters.targets(
                                    model,
                                    new LoraConfig(
                                            4,
                                            8,
                                            0,
                                            false,
                                            List.of("q_proj"),
                                            new LayerSelection.List(List.of(1, 3)))))
                    .containsExactly(
                            "language_model.model.layers.1.self_attn.q_proj",
                            "language_model.model.layers.3.self_attn.q_proj");
            assertThat(Adapters.targets(model, LoraConfig.defaults())).hasSize(4 * 7);
        }
    }

    @Test
    void ranksAndKindsThatDoNotFitAreRefused() throws IOException {
        Path rank = changed(json -> json.put("r", 8));
        assertThatThrownBy(() -> AdapterFolder.open(rank))
                .isInstanceOf(CheckpointError.class)
                .hasMessageContaining("model.layers.0.self_attn.q_proj")
                .hasMessageContaining("the config says 8");
        Path kind = changed(json -> json.put("peft_type", "IA3").put("use_dora", true));
        assertThat(AdapterFolder.type(kind)).isEqualTo("IA3");
        assertThatThrownBy(() -> AdapterFolder.open(kind))
                .isInstanceOf(ConfigError.class)
                .hasMessageContaining("peft_type: expected LORA, got IA3")
                .hasMessageContaining("use_dora");
        Path empty = Files.createDirectories(folder.resolve("empty"));
        assertThatThrownBy(() -> AdapterFolder.type(empty))
                .hasMessageContaining("no adapter_config.json");
        assertThatThrownBy(() -> AdapterFolder.type(folder.resolve("absent")))
                .hasMessageContaining("no folder of this name");
        Path pickled = changed(json -> {});
        Files.move(pickled.resolve(AdapterFolder.WEIGHTS), pickled.resolve("adapter_model.bin"));
        assertThatThrownBy(() -> AdapterFolder.open(pickled))
                .hasMessageContaining("safe_serialization=True");
    }

    @Test
    void scalesFollowAlphaRankAndPatterns() throws IOException {
        PeftConfig plain = PeftConfig.read(changed(json -> {}));
        assertThat(plain.scale("model.layers.0.self_attn.q_proj")).isEqualTo(4);
        PeftConfig other =
                PeftConfig.read(
                        changed(
                                json -> {
                                    json.put("use_rslora", true);
                                    json.putObject("rank_pattern").put("q_proj", 16);
                                    json.putObject("alpha_pattern").put("layers.1.*q_proj", 2);
                                }));
        assertThat(other.scale("model.layers.0.self_attn.v_proj")).isEqualTo(8);
        assertThat(other.scale("model.layers.0.self_attn.q_proj")).isEqualTo(4);
        assertThat(other.scale("model.layers.1.self_attn.q_proj")).isEqualTo(0.5);
        assertThat(new LoraConfig(4, 16, 0, true, null, null).scale()).isEqualTo(8);
        assertThatThrownBy(() -> new LoraConfig(0, 16, 0, false, null, null))
                .hasMessageContaining("rank");
        assertThatThrownBy(() -> new LoraConfig(4, 16, 1, false, null, null))
                .hasMessageContaining("dropout");
    }
}
