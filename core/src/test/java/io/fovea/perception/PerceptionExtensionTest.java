package io.fovea.perception;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;

import io.fovea.checkpoint.CheckpointError;
import io.fovea.checkpoint.ModelDirectory;
import io.fovea.checkpoint.Provenance;
import io.fovea.checkpoint.StoredWeights;
import io.fovea.config.StrictJson;
import io.fovea.generate.ReadoutHandler.Readout;
import io.fovea.geometry.Canvas;
import io.fovea.image.Image;
import io.fovea.model.FolderExtension;
import io.fovea.model.ModelFolder;
import io.fovea.model.VisualFeatures;
import io.fovea.model.images.PreparedImage;
import io.fovea.tensor.DType;
import io.fovea.tensor.Device;
import io.fovea.tensor.Grad;
import io.fovea.tensor.Scope;
import io.fovea.tensor.Tensor;
import io.fovea.testkit.GoldenModels;
import io.fovea.testkit.TinyModels;
import io.fovea.tokenizer.AddedTokens;
import io.fovea.tokenizer.TokenizerError;

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
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Models of other families are given tokens and heads for places. */
class PerceptionExtensionTest {

    private static final PerceptionExtension.Settings USUAL =
            PerceptionExtension.Settings.defaults();

    @TempDir private Path folder = Path.of("");

    private FolderExtension.Written extend(Path model, Path out) {
        return PerceptionExtension.write(model, out, USUAL, "test", Map.of());
    }

    private static ModelFolder.Opened open(Path model) {
        return ModelFolder.open(model, PerceptionHeads::attach, DType.FLOAT32, Device.CPU);
    }

    private static boolean isRows(String name) {
        return name.endsWith("embed_tokens.weight") || name.contains("lm_head.");
    }

    @ParameterizedTest
    @CsvSource({
        "llava15-fp32, 408, 448",
        "llava15-fp16-sharded, 0, 0",
        "bunny-llama3-fp32, 374, 384",
        "smolvlm-idefics3-nosplit-bf16, 0, 0",
        "qwen2vl-fp32, 354, 368"
    })
    void whatWasThereStaysBitForBitAndPlacesAreKnown(String name, int firstId, int rows)
            throws IOException {
        Path before = GoldenModels.folder(name);
        Path out = folder.resolve("extended");
        FolderExtension.Written written = extend(before, out);
        assertThat(written.fresh()).isEqualTo(3);
        if (firstId > 0) {
            assertThat(written.tokens())
                    .containsEntry("<vis>", firstId)
                    .containsEntry("<p>", firstId + 1)
                    .containsEntry("</p>", firstId + 2);
            assertThat(written.vocabulary()).isEqualTo(rows);
        }
        GoldenModels.assertSameWeights(before, out, weight -> !isRows(weight));
        rowsOfTokensAreTheMean(before, out, written);
        try (ModelFolder.Opened opened = open(out)) {
            assertThat(opened.processor().tokens().vis()).isEqualTo(written.tokens().get("<vis>"));
            for (String token : List.of("<vis>", "<p>", "</p>")) {
                assertThat(opened.tokenizer().encode(token, false))
                        .containsExactly(Objects.requireNonNull(written.tokens().get(token)));
            }
            assertThat(PerceptionHead.of(opened.model()).parameterCount())
                    .isEqualTo(written.parameters());
            readsAPlace(opened);
            savedByFoveaOpensBitForBit(opened, out);
        }
        assertThat(Provenance.read(out).seed()).isZero();
    }

    /** The head reads a region on the original picture, whatever it is worth. */
    private static void readsAPlace(ModelFolder.Opened opened) {
        byte[] rgb = new byte[3 * 90 * 60];
        new Random(1).nextBytes(rgb);
        PreparedImage prepared = opened.processor().prepare(new Image(new Canvas(90, 60), rgb));
        PerceptionConfig config =
                StrictJson.parse(
                        String.valueOf(opened.model().description().extensions().get("perception")),
                        "config.json",
                        PerceptionConfig.class);
        try (Scope scope = Scope.open();
                Grad off = Grad.off()) {
            VisualFeatures seen =
                    opened.model()
                            .vision()
                            .see(Tensor.of(prepared.pixels(), prepared.shape()), prepared);
            TokenReadout readout =
                    new TokenReadout(
                            PerceptionHead.of(opened.model()),
                            1,
                            prepared.geometry(),
                            config.maskEncoder().grid());
            Readout read = readout.read(Tensor.ones(1, config.hiddenWidth()), seen, 1);
            assertThat(Objects.requireNonNull(read.region()).box().canvas())
                    .isEqualTo(new Canvas(90, 60));
            assertThat(Objects.requireNonNull(read.embeddings()).dims())
                    .containsExactly(1, config.hiddenWidth());
        }
    }

    private void savedByFoveaOpensBitForBit(ModelFolder.Opened opened, Path out)
            throws IOException {
        Path saved = folder.resolve("saved");
        ModelFolder.save(
                saved,
                opened.model(),
                out.resolve("tokenizer.json"),
                Provenance.read(out),
                weight -> true,
                DType.FLOAT32);
        assertThat(StrictJson.tree(saved.resolve("config.json")))
                .isEqualTo(StrictJson.tree(out.resolve("config.json")));
        assertThat(names(saved))
                .containsAll(
                        names(out).stream()
                                .filter(n -> n.endsWith(".json") && !n.contains("safetensors"))
                                .toList());
        try (ModelFolder.Opened again = open(saved);
                Scope scope = Scope.open()) {
            Map<String, Tensor> expected = opened.model().weights().asMap();
            Map<String, Tensor> got = again.model().weights().asMap();
            assertThat(got.keySet()).isEqualTo(expected.keySet());
            expected.forEach(
                    (name, tensor) ->
                            assertThat(
                                            Objects.requireNonNull(got.get(name))
                                                    .to(DType.FLOAT32)
                                                    .toFloats())
                                    .as(name)
                                    .containsExactly(tensor.to(DType.FLOAT32).toFloats()));
        }
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    private static void rowsOfTokensAreTheMean(
            Path before, Path after, FolderExtension.Written written) {
        try (StoredWeights old = ModelDirectory.open(before).openWeights();
                StoredWeights grown = ModelDirectory.open(after).openWeights();
                Scope scope = Scope.open()) {
            List<String> rows =
                    old.tensors().keySet().stream()
                            .filter(PerceptionExtensionTest::isRows)
                            .toList();
            assertThat(rows).isNotEmpty();
            int first = written.tokens().values().stream().min(Integer::compare).orElseThrow();
            for (String name : rows) {
                Tensor was = old.home(name).load(name).to(DType.FLOAT32);
                Tensor is = grown.home(name).load(name).to(DType.FLOAT32);
                int width = (int) was.size(1);
                assertThat(is.size(0)).isEqualTo(written.vocabulary());
                float[] a = was.reshape(-1).toFloats();
                float[] b = is.reshape(-1).toFloats();
                for (int i = 0; i < first * width; i++) {
                    assertThat(b[i]).isEqualTo(a[i]);
                }
                for (int column = 0; column < width; column++) {
                    double mean = 0;
                    for (int row = 0; row < first; row++) {
                        mean += a[row * width + column] / (double) first;
                    }
                    for (int row = first; row < first + 3; row++) {
                        assertThat((double) b[row * width + column])
                                .as(name + " row " + row)
                                .isCloseTo(mean, within(4e-3 * Math.abs(mean) + 1e-4));
                    }
                }
                for (int i = (first + 3) * width; i < a.length; i++) {
                    assertThat(b[i]).as("a spare row").isEqualTo(a[i]);
                }
            }
        }
    }

    @Test
    void whereNoSpareRowsAreLeftTheVocabularyGrows() throws IOException {
        Path full = copy("smolvlm-idefics3-fp32");
        List<String> names = new ArrayList<>();
        IntStream.range(0, 9).forEach(i -> names.add("<filler-" + i + ">"));
        AddedTokens filled = AddedTokens.to(full.resolve("tokenizer.json"), names);
        assertThat(filled.size()).isEqualTo(368);
        Files.writeString(full.resolve("tokenizer.json"), filled.text());
        Path out = folder.resolve("grown");
        FolderExtension.Written written = extend(full, out);
        assertThat(written.vocabularyBefore()).isEqualTo(368);
        assertThat(written.vocabulary()).isEqualTo(376);
        JsonNode config = StrictJson.tree(out.resolve("config.json"));
        assertThat(config.path("text_config").path("vocab_size").intValue()).isEqualTo(376);
        rowsOfTokensAreTheMean(full, out, written);
        try (ModelFolder.Opened opened = open(out)) {
            assertThat(opened.processor().tokens().vis()).isEqualTo(368);
        }
        JsonNode listed = StrictJson.tree(out.resolve("tokenizer_config.json"));
        assertThat(listed.path("added_tokens_decoder").path("368").path("content").textValue())
                .isEqualTo("<vis>");
    }

    private Path copy(String name) throws IOException {
        Path from = GoldenModels.folder(name);
        Path to = Files.createDirectories(folder.resolve("copy"));
        for (String file : names(from)) {
            Files.createDirectories(to.resolve(file).getParent());
            Files.copy(from.resolve(file), to.resolve(file));
        }
        return to;
    }

    @Test
    void whatCannotBeExtendedIsRefused() {
        Path out = folder.resolve("out");
        assertThatThrownBy(() -> extend(GoldenModels.folder("text-qwen2-tied"), out))
                .isInstanceOf(CheckpointError.class)
                .hasMessageContaining("words only");
        Path own = TinyModels.folder(folder.resolve("own"), TinyModels.Size.TINY, false, 1);
        assertThatThrownBy(() -> extend(own, out))
                .isInstanceOf(CheckpointError.class)
                .hasMessageContaining("recipe");
        Path once = folder.resolve("once");
        extend(GoldenModels.folder("llava15-fp32"), once);
        assertThatThrownBy(() -> extend(once, out))
                .isInstanceOf(CheckpointError.class)
                .hasMessageContaining("has the extension 'perception'");
        assertThatThrownBy(() -> extend(GoldenModels.folder("llava15-fp32"), once))
                .isInstanceOf(CheckpointError.class)
                .hasMessageContaining("a free name");
        assertThat(out).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"</s>", "a", "<p>", ""})
    void namesThatMeanSomethingElseAreRefused(String vis) {
        PerceptionExtension.Settings settings =
                new PerceptionExtension.Settings(null, vis, "<p>", "</p>", 0);
        Path out = folder.resolve("clash");
        assertThatThrownBy(
                        () ->
                                PerceptionExtension.write(
                                        GoldenModels.folder("llava15-fp32"),
                                        out,
                                        settings,
                                        "test",
                                        Map.of()))
                .isInstanceOfAny(TokenizerError.class, CheckpointError.class)
                .hasMessageContaining(vis.isEmpty() ? "empty" : "'" + vis + "'");
        assertThat(out).doesNotExist();
    }

    @Test
    void sizesThatDoNotFitAreRefused() {
        Path llava = GoldenModels.folder("llava15-fp32");
        assertThatThrownBy(() -> sized(llava, PerceptionConfig.sized(64, 48, 4)))
                .hasMessageContaining("feature_width 48")
                .hasMessageContaining("32");
        assertThatThrownBy(() -> sized(llava, PerceptionConfig.sized(64, 32, 8)))
                .hasMessageContaining("mask_encoder.grid is 64")
                .hasMessageContaining("32 cells");
    }

    private void sized(Path model, PerceptionConfig config) {
        PerceptionExtension.write(
                model,
                folder.resolve("sized"),
                new PerceptionExtension.Settings(config, "<vis>", "<p>", "</p>", 0),
                "test",
                Map.of());
    }

    @Test
    void thePapersSizesComeOutForThePapersModel() {
        PerceptionConfig config = PerceptionConfig.sized(4096, 1024, 24);
        assertThat(config.maskDecoder()).isEqualTo(MaskDecoderConfig.paper());
        assertThat(config.boxWidth()).isEqualTo(512);
        assertThat(config.maskEncoder().grid()).isEqualTo(192);
        for (int patches : new int[] {1, 4, 14, 16, 24, 27, 32}) {
            for (int width : new int[] {48, 576, 960, 1536, 5120}) {
                PerceptionConfig.sized(width, 768, patches).requireGrid(patches);
            }
        }
    }
}
