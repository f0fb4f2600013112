package io.fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.fovea.geometry.Canvas;
import io.fovea.image.Image;
import io.fovea.image.ImageReader;
import io.fovea.image.ImageWriter;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

class DataCommandTest {

    private static final String SOUND =
            "{\"image\": \"a.png\", \"regions\": [{\"box\": [4, 4, 20, 10], \"phrase\": \"the"
                    + " <b>stone</b>\"}]}\n";

    @TempDir Path folder;

    @BeforeEach
    void picture() {
        byte[] rgb = new byte[3 * 900 * 30];
        ImageWriter.write(new Image(new Canvas(900, 30), rgb), folder.resolve("a.png"));
    }

    private String set(String... lines) throws IOException {
        return "lines:" + Files.writeString(folder.resolve("set.jsonl"), String.join("", lines));
    }

    @Test
    void aSoundSetHasNoProblems() throws IOException {
        Ran ran = Ran.of("data", "check", set(SOUND));
        assertThat(ran.err()).isEmpty();
        assertThat(ran.out()).contains("1 samples, 1 exchanges, 1 places, no problems", "name");
        assertThat(ran.code()).isZero();
    }

    @Test
    void everyProblemIsALineWithItsPlace() throws IOException {
        byte[] whole = Files.readAllBytes(folder.resolve("a.png"));
        Files.write(folder.resolve("half.png"), Arrays.copyOf(whole, whole.length / 2));
        String set =
                set(
                        SOUND,
                        SOUND,
                        "{\"image\": \"half.png\", \"caption\": \"x\"}\n",
                        "{\"image\": \"none.png\", \"caption\": \"x\"}\n",
                        "{\"image\": \"a.pn");
        Ran ran = Ran.of("data", "check", set);
        assertThat(ran.code()).isEqualTo(3);
        assertThat(ran.out())
                .contains("set.jsonl:4: there is no picture")
                .contains("set.jsonl:5: JSON that breaks off")
                .contains("set.jsonl:3: ")
                .contains("ask the same of the same picture")
                .contains("2 samples, 2 exchanges, 2 places, 4 problems");
        assertThat(Ran.of("data", "check", set, "--json").json().get("problems").asInt())
                .isEqualTo(4);
        Ran strict = Ran.of("data", "check", set, "--strict");
        assertThat(strict.code()).isEqualTo(1);
        assertThat(strict.err()).hasLineCount(1).contains("set.jsonl:4");
    }

    @Test
    void samplesAreDrawnOnOnePage() throws IOException {
        Path page = folder.resolve("sheet.html");
        String set = set(SOUND, "{\"question\": \"two and two\", \"answer\": \"four\"}\n");
        Ran ran = Ran.of("data", "show", set, "--out", page.toString());
        assertThat(ran.code()).isZero();
        assertThat(Files.readString(page))
                .contains("data:image/jpeg;base64,", "&lt;b&gt;stone", "two and two", "four")
                .doesNotContain("<b>", "http");
        Path picture = folder.resolve("sheet.png");
        assertThat(Ran.of("data", "show", set, "--out", picture.toString()).code()).isZero();
        assertThat(ImageReader.read(picture).width()).isGreaterThan(600);
    }

    @Test
    void formatsAreListedAndBadInputIsALine() throws IOException {
        assertThat(Ran.of("data", "formats").out()).contains("coco: ", "refcoco: ", "llava: ");
        Ran unknown = Ran.of("data", "check", "cocoa:x");
        assertThat(unknown.code()).isEqualTo(1);
        assertThat(unknown.err()).hasLineCount(1).contains("no data set format 'cocoa'");
        assertThat(Ran.of("data").code()).isEqualTo(2);
        assertThat(Ran.of("data", "show", set(SOUND), "--out", "x.gif").err()).contains(".png");
        assertThat(Ran.of("data", "show", set(SOUND), "--out", "x.html", "--from", "5").err())
                .contains("nothing to show");
    }

    @Test
    void aRunWhoseDataCannotBeOpenedLeavesNoFolder() throws IOException {
        Path recipe = folder.resolve("few.json");
        Files.writeString(
                recipe,
                "{\"from\": \"nowhere\", \"data\": {\"sets\": [{\"set\": \"lines:"
                        + folder.resolve("none.jsonl")
                        + "\"}]}}");
        Path runs = folder.resolve("runs");
        Ran ran = Ran.of("train", recipe.toString(), "--runs", runs.toString());
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err()).hasLineCount(1).contains("there is no", "none.jsonl");
        assertThat(runs.resolve("few")).doesNotExist();
        Ran check = Ran.of("train", recipe.toString(), "--check");
        assertThat(check.out()).contains("\"stages\"", "\"name\" : \"few\"".replace(" :", ":"));
    }
}
