package io.fovea.pruning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fovea.chat.ContentPart;
import io.fovea.chat.Conversation;
import io.fovea.chat.Message;
import io.fovea.data.Dataset;
import io.fovea.data.Dialogue;
import io.fovea.data.Sample;
import io.fovea.geometry.Box;
import io.fovea.geometry.Canvas;
import io.fovea.geometry.Region;
import io.fovea.image.Image;
import io.fovea.model.ModelFolder;
import io.fovea.nn.Parameter;
import io.fovea.perception.PerceptionHeads;
import io.fovea.tensor.DType;
import io.fovea.tensor.Device;
import io.fovea.tensor.Grad;
import io.fovea.testkit.GoldenModels;
import io.fovea.testkit.TinyModels;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A pass over calibration prompts. */
class ActivationScoresTest {

    private static final Set<Score> OF_WORDS =
            EnumSet.of(
                    Score.BLOCK_INFLUENCE,
                    Score.TEXT_BLOCK_INFLUENCE,
                    Score.ANGULAR_DISTANCE,
                    Score.BLOCK_ANGULAR_DISTANCE);

    @TempDir private Path folder = Path.of("");

    private static Path pictures() {
        return GoldenModels.folder("llava15-fp32").resolve("images");
    }

    private static ModelFolder.Opened open(Path model) {
        return ModelFolder.open(model, PerceptionHeads::attach, DType.FLOAT32, Device.CPU);
    }

    private static ActivationScores.Result all(ModelFolder.Opened opened, Calibration data) {
        return ActivationScores.measure(
                opened, data, EnumSet.allOf(Score.class), (done, total) -> {});
    }

    @ParameterizedTest
    @ValueSource(strings = {"llava15-fp32", "bunny-llama3-fp32", "qwen2vl-fp32"})
    void aBlockThatDoesNothingScoresNothing(String name) throws IOException {
        PictureFolder data = PictureFolder.of(pictures(), "What is this?", 2, 0);
        try (ModelFolder.Opened opened = open(GoldenModels.folder(name));
                Grad off = Grad.off()) {
            LanguageLayers names = LanguageLayers.of(opened.model());
            for (Map.Entry<String, Parameter> entry : opened.model().parameters().entrySet()) {
                if (names.layerOf(entry.getKey()).orElse(-1) == 1
                        && entry.getKey().matches(".*\\.(o_proj|down_proj)\\..*")) {
                    entry.getValue().value().zero_();
                }
            }
            ActivationScores.Result result = all(opened, data);
            assertThat(result.imageTokens()).isGreaterThan(2);
            assertThat(result.textTokens()).isGreaterThan(10);
            for (Score score : EnumSet.complementOf(EnumSet.of(Score.IMAGE_ATTENTION))) {
                List<Double> values = result.scores().getOrDefault(score, List.of());
                if (!values.isEmpty()) {
                    assertThat(values.get(1)).as(score.key()).isCloseTo(0, Offset.offset(1e-7));
                    assertThat(values.get(0)).as(score.key()).isGreaterThan(1e-4);
                    assertThat(values.get(2)).as(score.key()).isGreaterThan(1e-4);
                }
            }
            assertThat(result.scores().get(Score.IMAGE_ATTENTION))
                    .hasSize(3)
                    .allSatisfy(share -> assertThat(share).isBetween(0.01, 0.99));
            assertThat(result.blocks().get(1).get(0))
                    .as("over layers 0 and 1, of which one does nothing")
                    .isCloseTo(result.blocks().get(0).get(0), Offset.offset(1e-7));
        }
    }

    @Test
    void askingForAttentionChangesNoOtherScore() throws IOException {
        Path model = TinyModels.folder(folder, TinyModels.Size.TINY, 3);
        PictureFolder data = PictureFolder.of(pictures(), "find the apple", 3, 0);
        try (ModelFolder.Opened opened = open(model)) {
            ActivationScores.Result with = all(opened, data);
            ActivationScores.Result without =
                    ActivationScores.measure(opened, data, OF_WORDS, (done, total) -> {});
            assertThat(with.imageTokens()).isEqualTo(3 * 16);
            for (Score score : without.scores().keySet()) {
                for (int layer = 0; layer < 2; layer++) {
                    assertThat(without.scores().get(score).get(layer))
                            .isCloseTo(with.scores().get(score).get(layer), Offset.offset(1e-5));
                }
            }
            assertThat(without.scores()).doesNotContainKey(Score.IMAGE_ATTENTION);
        }
    }

    @Test
    void wordsAloneHaveNoScoresOfPictures() throws IOException {
        Path text = folder.resolve("lines.txt");
        Files.writeString(text, "a first line\n\n  \na second one " + "word ".repeat(900) + "\n");
        TextLines lines = TextLines.of(text, 10);
        assertThat(lines.size()).isEqualTo(2);
        List<Integer> told = new ArrayList<>();
        try (ModelFolder.Opened opened = open(GoldenModels.folder("text-qwen2-tied"))) {
            ActivationScores.Result result =
                    ActivationScores.measure(
                            opened, lines, OF_WORDS, (done, total) -> told.add(done));
            assertThat(told).containsExactly(1, 2);
            assertThat(result.textTokens()).as("the second is cut").isBetween(513L, 530L);
            assertThat(result.scores().get(Score.TEXT_BLOCK_INFLUENCE))
                    .isEqualTo(result.scores().get(Score.BLOCK_INFLUENCE));
            assertThatThrownBy(() -> all(opened, lines))
                    .hasMessageContaining("compares image tokens")
                    .hasMessageContaining("lines.txt");
            PictureFolder seen = PictureFolder.of(pictures(), "what", 1, 0);
            assertThatThrownBy(() -> all(opened, seen)).hasMessageContaining("reads words only");
        }
    }

    @Test
    void picturesOfAFolderAreDrawnBySeed() throws IOException {
        PictureFolder all = PictureFolder.of(pictures(), "what", 99, 0);
        assertThat(all.size()).isEqualTo(5);
        PictureFolder some = PictureFolder.of(pictures(), "what", 2, 7);
        assertThat(some).isEqualTo(PictureFolder.of(pictures(), "what", 2, 7));
        assertThat(all.pictures()).containsAll(some.pictures());
        assertThatThrownBy(() -> PictureFolder.of(folder, "what", 2, 7))
                .hasMessageContaining("no picture");
        Files.writeString(folder.resolve("empty.txt"), "\n \n");
        assertThatThrownBy(() -> TextLines.of(folder.resolve("empty.txt"), 2))
                .hasMessageContaining("no line with words");
        Files.write(folder.resolve("bytes.txt"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});
        assertThatThrownBy(() -> TextLines.of(folder.resolve("bytes.txt"), 2))
                .hasMessageContaining("not UTF-8");
    }

    /** Told places would need the model's encoder; such questions are passed over. */
    @Test
    void aSampleGivesItsFirstQuestionOfWordsAlone() {
        Image image = new Image(new Canvas(4, 4), new byte[48]);
        Region place = Region.of(new Box(0, 0, 2, 2, image.canvas()));
        Message told = Message.user(new ContentPart.Place(place));
        Sample sample =
                new Sample(
                        "one",
                        image,
                        List.of(
                                new Dialogue("region", List.of(told, Message.assistant("x"))),
                                new Dialogue(
                                        "count",
                                        List.of(
                                                Message.user("how many"),
                                                Message.assistant("two")))),
                        List.of(),
                        Map.of());
        Dataset dataset =
                new Dataset() {
                    @Override
                    public long size() {
                        return 1;
                    }

                    @Override
                    public Sample get(long index) {
                        return sample;
                    }
                };
        SampleQuestions data = SampleQuestions.of(dataset, "one", 20);
        assertThat(data.size()).isEqualTo(1);
        assertThat(data.get(0))
                .isEqualTo(
                        new Calibration.Prompt.Asked(
                                Conversation.of(
                                        Message.user(
                                                new ContentPart.Picture(image),
                                                new ContentPart.Text("how many")))));
    }
}
