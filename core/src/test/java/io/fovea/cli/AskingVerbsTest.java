package io.fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.fovea.geometry.Canvas;
import io.fovea.geometry.Mask;
import io.fovea.image.Image;
import io.fovea.image.ImageReader;
import io.fovea.image.ImageWriter;
import io.fovea.testkit.TinyModels;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The verbs that ask a model, with a tiny random one: shape of the answers, exit codes, words of
 * every error.
 */
class AskingVerbsTest {

    @TempDir static Path folder;

    private static String model;
    private static String picture;

    @BeforeAll
    static void make() {
        model = TinyModels.folder(folder.resolve("models"), TinyModels.Size.TINY, 1).toString();
        Canvas canvas = new Canvas(90, 60);
        byte[] rgb = new byte[3 * 90 * 60];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) (i * 7);
        }
        picture = folder.resolve("a picture.png").toString();
        ImageWriter.write(new Image(canvas, rgb), Path.of(picture));
    }

    @Test
    void answersHaveExactlyTheDocumentedKeys() {
        for (String[] verb :
                List.of(
                        new String[] {"ask", picture, "how many apples"},
                        new String[] {"ground", picture, "the red apple"},
                        new String[] {"describe", picture},
                        new String[] {"describe", picture, "--box", "10,10,40,30"})) {
            List<String> all = new ArrayList<>(List.of(verb));
            all.addAll(List.of("--model", model, "--json", "--threads", "1"));
            Ran ran = Ran.of(all.toArray(String[]::new));
            assertThat(ran.err()).isEmpty();
            assertThat(ran.code()).isZero();
            checkAnswer(ran.json());
        }
    }

    static void checkAnswer(JsonNode json) {
        assertThat(json.fieldNames())
                .toIterable()
                .containsExactly("text", "regions", "usage", "timing");
        assertThat(json.get("usage").fieldNames())
                .toIterable()
                .containsExactly("prompt_tokens", "answer_tokens");
        assertThat(json.get("timing").fieldNames())
                .toIterable()
                .containsExactly("prefill_ms", "decode_ms", "total_ms");
        for (JsonNode region : json.get("regions")) {
            assertThat(region.fieldNames())
                    .toIterable()
                    .containsExactly("label", "box", "mask", "score");
            assertThat(region.get("box")).hasSize(4);
            if (!region.get("mask").isNull()) {
                assertThat(region.at("/mask/size").toString()).isEqualTo("[60,90]");
                Mask mask = Mask.fromCoco(new Canvas(90, 60), region.at("/mask/counts").asText());
                assertThat(mask.area()).isPositive();
            }
        }
    }

    @Test
    void groundingWithoutAPlaceSaysSo() {
        Ran ran =
                Ran.of(
                        "ground",
                        picture,
                        "the red apple",
                        "--model",
                        model,
                        "--json",
                        "--threads",
                        "1");
        if (ran.json().get("regions").isEmpty()) {
            assertThat(ran.json().get("text").asText())
                    .isEqualTo("nothing in the picture fits 'the red apple'");
        } else {
            assertThat(ran.json().at("/regions/0/label").asText()).isNotBlank();
        }
        assertThat(ran.code()).isZero();
    }

    @Test
    void aMaskTellsThePlaceAndADrawingIsAsLargeAsThePicture() {
        boolean[] bits = new boolean[90 * 60];
        byte[] rgb = new byte[3 * bits.length];
        for (int i = 900; i < 1800; i++) {
            rgb[3 * i] = rgb[3 * i + 1] = rgb[3 * i + 2] = (byte) 255;
        }
        Path mask = folder.resolve("mask.png");
        ImageWriter.write(new Image(new Canvas(90, 60), rgb), mask);
        Ran ran =
                Ran.of(
                        "describe",
                        picture,
                        "--mask",
                        mask.toString(),
                        "--model",
                        model,
                        "--threads",
                        "1");
        assertThat(ran.err()).isEmpty();
        assertThat(ran.code()).isZero();
        Path drawn = folder.resolve("drawn.png");
        ran =
                Ran.of(
                        "ground",
                        picture,
                        "the cat",
                        "--out",
                        drawn.toString(),
                        "--model",
                        model,
                        "--threads",
                        "1");
        assertThat(ran.err()).isEmpty();
        assertThat(ran.out()).contains("drawn: " + drawn);
        assertThat(ImageReader.read(drawn).canvas()).isEqualTo(new Canvas(90, 60));
    }

    static Stream<Arguments> mistakes() throws IOException {
        Path half = Files.createDirectories(folder.resolve("half"));
        Files.copy(Path.of(model, "config.json"), half.resolve("config.json"));
        Path text = Files.writeString(folder.resolve("text.jpg"), "no picture");
        return Stream.of(
                mistake(
                        1,
                        "nothing by this name",
                        "ask",
                        picture,
                        "what",
                        "--model",
                        "no/such/model"),
                mistake(1, "no tokenizer.json", "ask", picture, "what", "--model", half.toString()),
                mistake(
                        1,
                        "there is no file missing.jpg",
                        "ask",
                        "missing.jpg",
                        "what",
                        "--model",
                        model),
                mistake(1, "text.jpg", "ask", text.toString(), "what", "--model", model),
                mistake(1, "is a directory", "ask", folder.toString(), "what", "--model", model),
                mistake(
                        1,
                        "tokens",
                        "ask",
                        picture,
                        "a big red dog ".repeat(7200),
                        "--model",
                        model),
                mistake(2, "QUESTION is empty", "ask", picture, "  ", "--model", model),
                mistake(2, "PHRASE is empty", "ground", picture, "", "--model", model),
                mistake(2, "Missing required parameter: 'PHRASE'", "ground", picture),
                mistake(2, "x1,y1,x2,y2", "describe", picture, "--box", "1,2,3"),
                mistake(2, "x1 < x2", "describe", picture, "--box", "40,10,10,30"),
                mistake(2, "such as 12,30,88,95", "describe", picture, "--box", "a,b,c,d"),
                mistake(
                        2,
                        "mutually exclusive",
                        "describe",
                        picture,
                        "--box",
                        "1,2,3,4",
                        "--mask",
                        "m.png"),
                mistake(
                        1,
                        "outside the picture, which is 90 x 60",
                        "describe",
                        picture,
                        "--box",
                        "0,0,91,60"),
                mistake(1, "is 90 x 60 pixels but", "describe", picture2(), "--mask", picture),
                mistake(2, "expected a number from 1", "ask", picture, "what", "--threads", "0"),
                mistake(
                        2,
                        "expected float32 or bfloat16",
                        "ask",
                        picture,
                        "what",
                        "--dtype",
                        "int3"),
                mistake(
                        2,
                        "expected cpu, cuda or cuda:N",
                        "ask",
                        picture,
                        "what",
                        "--device",
                        "tpu"),
                mistake(
                        1,
                        "device or pipe",
                        "ground",
                        picture,
                        "the cat",
                        "--out",
                        "/dev/full",
                        "--model",
                        model),
                mistake(
                        1,
                        ".png, .jpg",
                        "ground",
                        picture,
                        "the cat",
                        "--out",
                        folder + "/x.txt",
                        "--model",
                        model),
                mistake(
                        1,
                        "there is no folder",
                        "ground",
                        picture,
                        "cat",
                        "--out",
                        folder + "/no/x.png"),
                mistake(2, "did you mean ground?", "groud", picture, "the cat"),
                mistake(2, "a verb is missing"),
                mistake(2, "there is no option --fast", "ask", picture, "what", "--fast"),
                mistake(1, "nothing by this name", "inspect", "no/such/model"),
                mistake(1, "no model.safetensors", "inspect", half.toString()),
                mistake(1, "recipe.json", "train", "no-recipe.json"),
                mistake(2, "--out FILE or --pictures DIR", "scenes"));
    }

    private static String picture2() {
        Path other = folder.resolve("other.png");
        ImageWriter.write(new Image(new Canvas(10, 10), new byte[300]), other);
        return other.toString();
    }

    private static Arguments mistake(int code, String says, String... line) {
        return Arguments.of(code, says, line);
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void mistakesAreToldInOneLineWithoutAStackTrace(int code, String says, String[] line) {
        Ran ran = Ran.of(line);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err())
                .startsWith("fovea: ")
                .contains(says)
                .doesNotContain("\tat ", "Exception");
        assertThat(ran.err().strip().lines()).hasSize(1);
        assertThat(ran.code()).isEqualTo(code);
        assertThat(ran.err().length()).isLessThan(4500);
    }

    @Test
    void aStackTraceIsThereForWhoAsks() {
        Ran ran = Ran.of("ask", "missing.jpg", "what", "--model", model, "--stacktrace");
        assertThat(ran.err()).contains("there is no file missing.jpg", "\tat io.fovea.");
        assertThat(ran.code()).isEqualTo(1);
    }

    @Test
    void inspectTellsSizesAndWhatIsMissing() {
        JsonNode json = Ran.of("inspect", model, "--json").json();
        assertThat(json.get("family").asText()).isEqualTo("fovea");
        assertThat(json.get("missing")).isEmpty();
        assertThat(json.get("unexpected")).isEmpty();
        assertThat(json.at("/tokens/vis").asText()).isEqualTo("<vis>");
        assertThat(json.get("parts").findValuesAsText("name"))
                .contains("vision_tower", "language_model", "perception");
        Ran text = Ran.of("inspect", model);
        assertThat(text.out()).contains("all that the model needs", "F32");
    }

    @Test
    void everyVerbHasHelpWithExamples() {
        for (String verb :
                List.of(
                        "demo",
                        "ask",
                        "ground",
                        "describe",
                        "batch",
                        "inspect",
                        "train",
                        "scenes")) {
            Ran ran = Ran.of(verb, "--help");
            assertThat(ran.code()).isZero();
            assertThat(ran.out()).contains("fovea " + verb, "Examples:");
        }
        assertThat(Ran.of("--version").out()).contains("fovea ", "libtorch ", "Java 25");
    }
}
