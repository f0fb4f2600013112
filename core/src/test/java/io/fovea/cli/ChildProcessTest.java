package io.fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.fovea.config.StrictJson;
import io.fovea.geometry.Canvas;
import io.fovea.image.Image;
import io.fovea.image.ImageReader;
import io.fovea.image.ImageWriter;
import io.fovea.testkit.ChildJvm;
import io.fovea.testkit.TinyModels;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Verbs as processes of their own: with a reader that goes away, with the pictures of the demo. */
class ChildProcessTest {

    private static final Path MINI = Path.of("..", "fovea-mini", "src", "main", "resources");
    private static final Path DEMO = MINI.resolve("io/fovea/mini/demo");

    @TempDir static Path folder;

    private static String model = "";

    @BeforeAll
    static void model() {
        model = TinyModels.folder(folder.resolve("models"), TinyModels.Size.TINY, 1).toString();
    }

    @Test
    void aReaderThatGoesAwayEndsABatchQuietly() throws Exception {
        Path picture = folder.resolve("p.png");
        ImageWriter.write(new Image(new Canvas(40, 30), new byte[3 * 40 * 30]), picture);
        String line = "{\"image\": \"" + picture + "\", \"phrase\": \"the cat\"}\n";
        Path lines = Files.writeString(folder.resolve("lines.jsonl"), line.repeat(5000));
        Path errors = folder.resolve("errors.txt");
        Process child =
                ChildJvm.builder(
                                List.of(),
                                Main.class,
                                "batch",
                                lines.toString(),
                                "--model",
                                model,
                                "--threads",
                                "1")
                        .redirectError(errors.toFile())
                        .start();
        try {
            try (BufferedReader reader = child.inputReader()) {
                String first = reader.readLine();
                assertThat(first).as(() -> read(errors)).startsWith("{\"id\":1,");
            }
            assertThat(child.waitFor(60, TimeUnit.SECONDS)).as("it ended").isTrue();
        } finally {
            child.destroyForcibly().waitFor();
        }
        assertThat(child.exitValue()).as(read(errors)).isEqualTo(ExitCodes.READER_GONE);
        assertThat(read(errors)).doesNotContain("fovea:", "\tat ");
    }

    @Test
    void aFullDiskIsTold() throws Exception {
        assertThat(Files.isWritable(Path.of("/dev/full")))
                .as("needs /dev/full, which Linux has")
                .isTrue();
        Path errors = folder.resolve("full.txt");
        Process child =
                ChildJvm.builder(List.of(), Main.class, "inspect", model)
                        .redirectOutput(Path.of("/dev/full").toFile())
                        .redirectError(errors.toFile())
                        .start();
        assertThat(child.waitFor()).isEqualTo(ExitCodes.FAILURE);
        assertThat(read(errors))
                .contains("fovea: standard output cannot be written")
                .doesNotContain("\tat ");
    }

    @Test
    void theDemoDrawsItsPicturesAndTellsTheTimes() throws Exception {
        Path out = folder.resolve("drawn");
        Path output = folder.resolve("demo.txt");
        Process child =
                ChildJvm.start(
                        output,
                        List.of("-Xbootclasspath/a:" + MINI.toAbsolutePath()),
                        Main.class,
                        "demo",
                        "--model",
                        model,
                        "--threads",
                        "1",
                        "--out",
                        out.toString());
        assertThat(child.waitFor()).as(read(output)).isZero();
        JsonNode scenes =
                StrictJson.tree(Files.readString(DEMO.resolve("demo.json")), "demo.json")
                        .get("scenes");
        assertThat(scenes).hasSizeBetween(6, 8);
        String said = read(output);
        assertThat(said).startsWith("Model ").contains("loaded in");
        long times = Pattern.compile("\\(\\d+ ms\\)").matcher(said).results().count();
        assertThat(times).as(said).isEqualTo(6L * scenes.size());
        for (JsonNode scene : scenes) {
            String picture = scene.get("picture").asText();
            Image original = ImageReader.read(DEMO.resolve(picture));
            Image drawn = ImageReader.read(out.resolve(picture.replace(".jpg", ".png")));
            assertThat(drawn.canvas()).as(picture).isEqualTo(original.canvas());
            assertThat(said)
                    .contains(
                            picture,
                            scene.get("question").asText(),
                            "find " + scene.get("phrase").asText(),
                            "find " + scene.get("all").asText(),
                            "find " + scene.get("absent").asText());
        }
        try (Stream<Path> files = Files.list(out)) {
            assertThat(files).hasSize(scenes.size());
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return "cannot read " + file + ": " + e;
        }
    }
}
