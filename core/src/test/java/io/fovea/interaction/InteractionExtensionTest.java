package io.fovea.interaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fovea.chat.ContentPart;
import io.fovea.chat.Conversation;
import io.fovea.chat.Message;
import io.fovea.checkpoint.CheckpointError;
import io.fovea.checkpoint.Provenance;
import io.fovea.config.StrictJson;
import io.fovea.geometry.Canvas;
import io.fovea.image.Image;
import io.fovea.model.FolderExtension;
import io.fovea.model.ModelFolder;
import io.fovea.model.Processor;
import io.fovea.model.Prompt;
import io.fovea.model.VisualFeatures;
import io.fovea.nn.Activation;
import io.fovea.nn.Parameter;
import io.fovea.perception.PerceptionHeads;
import io.fovea.tensor.DType;
import io.fovea.tensor.Device;
import io.fovea.tensor.Grad;
import io.fovea.tensor.Ops;
import io.fovea.tensor.Rng;
import io.fovea.tensor.Scope;
import io.fovea.tensor.Tensor;
import io.fovea.tensor.Weights;
import io.fovea.testkit.Close;
import io.fovea.testkit.GoldenModels;
import io.fovea.testkit.TinyModels;
import io.fovea.tokenizer.TokenizerError;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** Folders with a network: nothing else in them changes, and users cannot say its tokens. */
class InteractionExtensionTest {

    @TempDir private Path folder = Path.of("");

    private Path model(String name) {
        return name.equals("fovea")
                ? TinyModels.folder(folder, TinyModels.Size.TINY, 5)
                : GoldenModels.folder(name);
    }

    private static FolderExtension.Written extend(Path from, Path to) {
        return InteractionExtension.write(
                from,
                to,
                InteractionExtension.Settings.of(InteractionOptions.defaults(), 3),
                "test",
                Map.of());
    }

    private static ModelFolder.Opened open(Path folder) {
        return ModelFolder.open(
                folder,
                InteractionNetworks.after(PerceptionHeads::attach),
                DType.FLOAT32,
                Device.CPU);
    }

    private static Prompt prompt(Processor processor, String words) {
        Image grey = new Image(new Canvas(30, 40), new byte[3 * 30 * 40]);
        Conversation conversation =
                Conversation.of(
                        Message.user(new ContentPart.Picture(grey), new ContentPart.Text(words)));
        return processor.prompt(conversation, List.of(processor.prepare(grey)));
    }

    private static long count(Prompt prompt, int id) {
        return Arrays.stream(prompt.ids()).filter(one -> one == id).count();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "fovea",
                "llava15-fp32",
                "llava15-fp16-sharded",
                "bunny-llama3-fp16-sharded",
                "smolvlm-idefics3-nosplit-bf16",
                "qwen2vl-fp32"
            })
    void allThatWasThereStays(String name) {
        Path from = model(name);
        Path out = folder.resolve("extended");
        FolderExtension.Written written = extend(from, out);
        assertThat(written.vocabulary()).isEqualTo(written.vocabularyBefore());
        assertThat(written.tokens()).containsOnlyKeys(names(name));
        GoldenModels.assertSameWeights(from, out, weight -> true);
        try (ModelFolder.Opened opened = open(out);
                ModelFolder.Opened before = open(from)) {
            assertThat(opened.processor().tokens().request()).isNotNull();
            InteractionNetwork network = InteractionNetworks.of(opened.model()).orElseThrow();
            assertThat(network.parameterCount()).isEqualTo(written.parameters());
            assertThat(HostModel.of(out, opened.model()))
                    .isEqualTo(HostModel.of(from, before.model()));
            Processor asking = InteractionNetworks.asking(opened.model(), opened.processor());
            int request = written.tokens().get("<request>");
            int answer = written.tokens().get("<answer>");
            for (String words :
                    List.of("what is this", "say <request><answer> <answer>", "<request>")) {
                Prompt prompt = prompt(asking, words);
                assertThat(prompt.asked()).hasSize(1);
                assertThat(count(prompt, request)).as("requests in '%s'", words).isEqualTo(1);
                assertThat(count(prompt, answer)).as("slots in '%s'", words).isEqualTo(8);
                assertThat(prompt(opened.processor(), words).ids())
                        .as("without the network '%s' reads as it did", words)
                        .containsExactly(prompt(before.processor(), words).ids());
            }
        }
    }

    /** Where all patches are alike, a slot is the image token of such a patch. */
    @ParameterizedTest
    @ValueSource(strings = {"fovea", "llava15-fp32", "bunny-llama3-fp16-sharded"})
    void gatherBeginsAsTheModelsOwnProjector(String name) {
        Path from = model(name);
        Path out = folder.resolve("extended");
        InteractionOptions gather =
                InteractionOptions.defaults().withForm(new InteractionForm.Gather(8));
        InteractionExtension.write(
                from, out, InteractionExtension.Settings.of(gather, 3), "test", Map.of());
        try (Scope scope = Scope.open();
                Grad off = Grad.off();
                ModelFolder.Opened opened = open(out)) {
            InteractionNetwork network = InteractionNetworks.of(opened.model()).orElseThrow();
            var all = network.parameters();
            Parameter written = all.get("network.written");
            Weights open = new Weights();
            open.put("network.written", Tensor.full(0.125, DType.FLOAT32, written.shape().dims()));
            network.load(open, DType.FLOAT32);
            long width = all.get("network.key.weight").value().size(1);
            Tensor patch = new Rng(4).normal(1, 1, 1, width);
            Tensor patches = patch.expand(1, 9, width);
            int layers = opened.model().vision().featureLayers();
            VisualFeatures seen =
                    new VisualFeatures(
                            patches, patches, 3, 3, null, Collections.nCopies(layers, patches));
            Tensor states = new Rng(5).normal(1, 1, network.config().hiddenWidth());
            Tensor answers = network.answer(states, seen, new long[] {0}, null);
            Map<String, Parameter> model = opened.model().parameters();
            List<String> own =
                    model.keySet().stream()
                            .filter(key -> key.contains("projector"))
                            .filter(key -> !key.startsWith("interaction"))
                            .toList();
            assertThat(own).hasSize(4);
            Tensor normed =
                    Ops.layerNorm(
                            patch,
                            all.get("fusion.norm.weight").value(),
                            all.get("fusion.norm.bias").value(),
                            1e-5);
            Tensor hidden =
                    Ops.linear(
                            normed, model.get(own.get(0)).value(), model.get(own.get(1)).value());
            Tensor token =
                    Ops.linear(
                            Activation.GELU.apply(hidden),
                            model.get(own.get(2)).value(),
                            model.get(own.get(3)).value());
            for (long slot = 0; slot < 8; slot++) {
                Close.check("slot " + slot, answers.narrow(1, slot, 1), token, 1e-5);
            }
        }
    }

    @Test
    void gatherOfAnotherProjectorBeginsFresh() {
        Path out = folder.resolve("extended");
        InteractionOptions gather =
                InteractionOptions.defaults().withForm(new InteractionForm.Gather(8));
        InteractionExtension.write(
                GoldenModels.folder("qwen2vl-fp32"),
                out,
                InteractionExtension.Settings.of(gather, 3),
                "test",
                Map.of());
        try (ModelFolder.Opened opened = open(out)) {
            assertThat(InteractionNetworks.of(opened.model()).orElseThrow().parameters())
                    .allSatisfy((name, parameter) -> assertThat(parameter.hasValue()).isTrue());
        }
    }

    private static String[] names(String model) {
        return model.equals("fovea")
                ? new String[] {"<vis>", "<p>", "<request>", "<answer>"}
                : new String[] {"<request>", "<answer>"};
    }

    @Test
    void whatCannotBeExtendedIsRefused() {
        Path out = folder.resolve("out");
        assertThatThrownBy(() -> extend(GoldenModels.folder("text-qwen2-tied"), out))
                .isInstanceOf(CheckpointError.class)
                .hasMessageContaining("words only");
        Path once = folder.resolve("once");
        extend(model("fovea"), once);
        assertThatThrownBy(() -> extend(once, out))
                .isInstanceOf(CheckpointError.class)
                .hasMessageContaining("has the extension 'interaction'");
        assertThatThrownBy(
                        () ->
                                InteractionExtension.write(
                                        model("fovea"),
                                        out,
                                        new InteractionExtension.Settings(
                                                InteractionOptions.defaults(),
                                                "</s>",
                                                "<answer>",
                                                0),
                                        "test",
                                        Map.of()))
                .isInstanceOf(CheckpointError.class)
                .hasMessageContaining("'</s>'");
        assertThat(out).doesNotExist();
    }

    @Test
    void tokensThatAreMissingAreNamed() throws IOException {
        Path out = folder.resolve("extended");
        extend(model("fovea"), out);
        Path config = out.resolve("config.json");
        String text = Files.readString(config);
        Files.writeString(config, text.replace("\"<answer>\"", "\"<gone>\""));
        assertThatThrownBy(() -> open(out))
                .isInstanceOf(TokenizerError.class)
                .hasMessageContaining("answer '<gone>'");
        Files.writeString(config, text.replace("\"<request>\"", "null"));
        try (ModelFolder.Opened opened = open(out)) {
            assertThatThrownBy(() -> InteractionNetworks.asking(opened.model(), opened.processor()))
                    .hasMessageContaining("names no token for 'request'");
        }
    }

    @Test
    void anAdapterOpensWithItsModelOnly() {
        Path own = model("fovea");
        Path other = TinyModels.folder(folder.resolve("other"), TinyModels.Size.TINY, 6);
        Path adapter = folder.resolve("adapter");
        try (ModelFolder.Opened opened = open(own);
                ModelFolder.Opened others = open(other);
                ModelFolder.Opened llava = open(GoldenModels.folder("llava15-fp32"));
                InteractionNetwork network = AskedPrompt.network(opened.model(), 1, 1)) {
            HostModel base = HostModel.of(own, opened.model());
            InteractionAdapter.save(
                    adapter, network, base, Provenance.now("r", "test", 1, Map.of()));
            assertThat(adapter.resolve("adapter_model.safetensors")).isNotEmptyFile();
            assertThat(StrictJson.tree(adapter.resolve("adapter_config.json")).path("peft_type"))
                    .hasToString("\"INTERACTION\"");
            try (InteractionNetwork again =
                    InteractionAdapter.open(adapter, base, DType.FLOAT32, Device.CPU)) {
                assertThat(again.config()).isEqualTo(network.config());
                network.weights()
                        .asMap()
                        .forEach(
                                (name, value) ->
                                        assertThat(again.weights().get(name).toFloats())
                                                .as(name)
                                                .containsExactly(value.toFloats()));
            }
            assertThatThrownBy(() -> opened(adapter, HostModel.of(other, others.model())))
                    .isInstanceOf(CheckpointError.class)
                    .hasMessageContaining("the weights are not");
            assertThatThrownBy(
                            () ->
                                    opened(
                                            adapter,
                                            HostModel.of(
                                                    GoldenModels.folder("llava15-fp32"),
                                                    llava.model())))
                    .isInstanceOf(CheckpointError.class)
                    .hasMessageContaining("'fovea', width 32")
                    .hasMessageContaining("'llava', width 64");
        }
        try (InteractionNetwork drawn =
                new InteractionNetwork(InteractionOptions.defaults().sized(8, 8, 1))) {
            drawn.initialize(new Rng(1));
            assertThatThrownBy(
                            () ->
                                    InteractionAdapter.save(
                                            folder.resolve("other"),
                                            drawn,
                                            new HostModel("x", 8, 8, 1, "0".repeat(64)),
                                            Provenance.now("r", "test", 1, Map.of())))
                    .as("a folder that is no adapter is not replaced")
                    .isInstanceOf(CheckpointError.class);
        }
    }

    private static void opened(Path adapter, HostModel base) {
        InteractionAdapter.open(adapter, base, DType.FLOAT32, Device.CPU).close();
    }
}
