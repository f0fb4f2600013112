package io.fovea.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fovea.chat.ContentPart;
import io.fovea.chat.Conversation;
import io.fovea.chat.Message;
import io.fovea.checkpoint.ModelDirectory;
import io.fovea.checkpoint.Provenance;
import io.fovea.checkpoint.StoredWeights;
import io.fovea.geometry.Canvas;
import io.fovea.image.Image;
import io.fovea.model.images.PreparedImage;
import io.fovea.tensor.DType;
import io.fovea.tensor.Scope;
import io.fovea.tensor.Tensor;
import io.fovea.tensor.Weights;
import io.fovea.testkit.Golden;
import io.fovea.tokenizer.Tokenizer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;

/** Shapes by name, and how weights are drawn. */
class FreshModelTest {

    @TempDir Path temporary;

    private static Provenance origin(String config, long seed) {
        return Provenance.now(config, "none", seed, Map.of());
    }

    private static FreshModel tiny(DType dtype) {
        BlankFolder files = BlankFolder.read(Golden.open("text-qwen2-tied").file("config.json"));
        return new FreshModel(files, model -> {}, 1, dtype);
    }

    /** The numbers of parameters that the model's owners publish. */
    @ParameterizedTest
    @CsvSource({
        "llava-1.5-7b, 7063427072",
        "qwen2-vl-2b, 2208985600",
        "smollm2-135m, 134515008",
        "smolvlm-256m, 256484928",
        "tinyllama-1.1b, 1100048384"
    })
    void aShapeIsThePublishedOne(String name, long published) throws IOException {
        NamedShapes.of(name).write(temporary);
        ModelPlan plan =
                ModelFamilies.plan(
                        ModelDirectory.open(
                                temporary,
                                EnumSet.of(
                                        ModelDirectory.Part.CONFIG,
                                        ModelDirectory.Part.TOKENIZER)));
        try (VisionLanguageModel model = plan.model().get()) {
            assertThat(model.parameterCount()).isEqualTo(published);
        }
        assertThat(plan.warnings()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"llava-1.5-7b, 576", "qwen2-vl-2b, 16", "smolvlm-256m, 320"})
    void aShapeReadsPictures(String name, int imageTokens) throws IOException {
        NamedShapes.of(name).write(temporary);
        ModelPlan plan =
                ModelFamilies.plan(
                        ModelDirectory.open(
                                temporary,
                                EnumSet.of(
                                        ModelDirectory.Part.CONFIG,
                                        ModelDirectory.Part.TOKENIZER)));
        try (Tokenizer tokenizer = Tokenizer.open(temporary)) {
            Processor processor = plan.processor().apply(tokenizer);
            Image image = new Image(new Canvas(112, 112), new byte[3 * 112 * 112]);
            PreparedImage prepared = processor.prepare(image);
            Prompt prompt =
                    processor.prompt(
                            Conversation.of(
                                    Message.user(
                                            new ContentPart.Picture(image),
                                            new ContentPart.Text("what is it"))),
                            List.of(prepared));
            Integer imageId = processor.tokens().image();
            assertThat(java.util.Arrays.stream(prompt.ids()).filter(id -> id == imageId).count())
                    .isGreaterThanOrEqualTo(imageTokens);
        }
    }

    @Test
    void aShapeThatIsNotThereIsRefused() {
        assertThatThrownBy(() -> NamedShapes.of("llava-9"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("llava-1.5-7b");
    }

    @Test
    void typesDifferByRoundingOnly() {
        Path wide = temporary.resolve("wide");
        Path narrow = temporary.resolve("narrow");
        tiny(DType.FLOAT32).write(wide, FreshModelTest::origin, FirstWeights.Listener.NONE);
        tiny(DType.BFLOAT16).write(narrow, FreshModelTest::origin, FirstWeights.Listener.NONE);
        try (Scope scope = Scope.open();
                StoredWeights a = ModelDirectory.open(wide).openWeights();
                StoredWeights b = ModelDirectory.open(narrow).openWeights()) {
            Weights exact = a.load();
            Weights rounded = b.load();
            assertThat(rounded.names()).isEqualTo(exact.names());
            exact.asMap()
                    .forEach(
                            (name, tensor) -> {
                                Tensor other = rounded.get(name);
                                assertThat(other.dtype()).isEqualTo(DType.BFLOAT16);
                                assertThat(other.to(DType.FLOAT32).toFloats())
                                        .as(name)
                                        .isEqualTo(
                                                tensor.to(DType.BFLOAT16)
                                                        .to(DType.FLOAT32)
                                                        .toFloats());
                            });
        }
    }

    @Test
    void whatIsEndedOnTheWayLeavesNothing() {
        FirstWeights.Listener impatient =
                new FirstWeights.Listener() {
                    private int drawn;

                    @Override
                    public void planned(int tensors, long bytes) {}

                    @Override
                    public void drawn(String name, long bytes) {
                        if (++drawn == 3) {
                            throw new IllegalStateException("enough");
                        }
                    }
                };
        assertThatThrownBy(
                        () ->
                                tiny(DType.FLOAT32)
                                        .write(
                                                temporary.resolve("model"),
                                                FreshModelTest::origin,
                                                impatient))
                .hasMessage("enough");
        assertThat(temporary).isEmptyDirectory();
    }
}
