package io.fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.fovea.config.StrictJson;
import io.fovea.geometry.Canvas;
import io.fovea.image.Image;
import io.fovea.image.ImageReader;
import io.fovea.image.ImageWriter;
import io.fovea.testkit.TinyModels;
import io.fovea.testkit.TinyRecipes;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The verbs that make things: train, export, evaluate, scenes; from end to end, tiny. */
class RunVerbsTest {

    @TempDir static Path folder;

    private static Path recipe;
    private static Path run;
    private static Ran trained;

    @BeforeAll
    static void train() throws IOException {
        Path runs = folder.resolve("die Läufe");
        recipe = folder.resolve("ein Rezept.json");
        Files.writeString(recipe, StrictJson.write(TinyRecipes.recipe(1, 1, 1, 1)));
        trained = Ran.of("train", recipe.toString(), "--runs", runs.toString());
        run = runs.resolve("tiny");
    }

    @Test
    void trainingEndsWithAModelThatCanBeInspected() {
        assertThat(trained.err()).isEmpty();
        assertThat(trained.code()).isZero();
        assertThat(trained.out()).contains("2 steps", "2/2", "model: " + run.resolve("model"));
        assertThat(run.resolve("loss.png")).isRegularFile();
        Ran inspected = Ran.of("inspect", run.resolve("model").toString());
        assertThat(inspected.code()).isZero();
        assertThat(inspected.out()).contains("all that the model needs");
    }

    @Test
    void aRunIsNeverBegunOverAnother() throws IOException {
        Ran again = Ran.of("train", recipe.toString(), "--runs", run.getParent().toString());
        assertThat(again.code()).isEqualTo(1);
        assertThat(again.err()).contains("a free name", "--resume");
        Path other =
                Files.writeString(
                        folder.resolve("other.json"),
                        StrictJson.write(TinyRecipes.recipe(1, 2, 1, 1)));
        Ran resumed =
                Ran.of("train", other.toString(), "--resume", "--runs", run.getParent().toString());
        assertThat(resumed.code()).isEqualTo(1);
        assertThat(resumed.err()).contains("is not the one that the run", "recipe.json");
    }

    @Test
    void allUnknownKeysOfARecipeAreListedAtOnce() throws IOException {
        String text =
                Files.readString(recipe)
                        .replace("\"seed\": 5", "\"sede\": 5")
                        .replaceFirst("\"peak\"", "\"peek\"");
        Path wrong = Files.writeString(folder.resolve("wrong.json"), text);
        Ran ran = Ran.of("train", wrong.toString(), "--check");
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err())
                .contains("sede", "seed", "stages[0].rate.peek")
                .doesNotContain("\tat");
    }

    @Test
    void perplexityIsToldAndWritten() {
        Path out = folder.resolve("likely");
        Ran ran =
                Ran.of(
                        "perplexity",
                        run.resolve("model").toString(),
                        "--data",
                        "scenes:validation",
                        "--limit",
                        "2",
                        "--out",
                        out.toString());
        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.out()).contains("all", "perplexity", "bits a character");
        double told =
                StrictJson.tree(out.resolve("report.json"))
                        .at("/tables/0/rows/0/estimates/perplexity/value")
                        .asDouble();
        assertThat(told).isBetween(100.0, 5000.0); // nothing learned: about the vocabulary's 512
        assertThat(Ran.of("perplexity", "--data", "nothing:here").err()).contains("nothing");
    }

    @Test
    void anExportIsAModelThatOthersMayRead() throws IOException {
        Path out = folder.resolve("exported");
        Ran ran = Ran.of("export", run.toString(), "--out", out.toString(), "--half");
        assertThat(ran.err()).isEmpty();
        assertThat(ran.out()).contains("after step 2");
        try (Stream<Path> files = Files.list(out)) {
            for (Path file : files.toList()) {
                assertThat(Files.getPosixFilePermissions(file))
                        .as(file.toString())
                        .isEqualTo(rightsOfANewFile());
            }
        }
        assertThat(Files.getPosixFilePermissions(run.resolve("tokenizer.json")))
                .isEqualTo(rightsOfANewFile());
    }

    @Test
    void checkpointsThatAreKeptCanBeExported() throws IOException {
        for (int keep = 1; keep <= 3; keep++) {
            Path runs = folder.resolve("keep " + keep);
            Path kept = folder.resolve("keep " + keep + ".json");
            Files.writeString(
                    kept,
                    StrictJson.write(TinyRecipes.recipe(1, 2, 1, 1))
                            .replaceFirst(
                                    "\"keep_checkpoints\" ?: ?null",
                                    "\"keep_checkpoints\": " + keep));
            assertThat(Ran.of("train", kept.toString(), "--runs", runs.toString()).code()).isZero();
            Path out = runs.resolve("out");
            String tiny = runs.resolve("tiny").toString();
            for (int step = 1; step <= 3; step++) {
                String number = String.valueOf(step);
                Ran ran = Ran.of("export", tiny, "--step", number, "--out", out.toString());
                if (step > 3 - keep) {
                    assertThat(ran.out()).as(ran.err()).contains("after step " + step);
                } else {
                    assertThat(ran.code()).isEqualTo(1);
                    assertThat(ran.err())
                            .contains("no checkpoint after step " + step, "it has those after ");
                }
            }
        }
    }

    private static Set<PosixFilePermission> rightsOfANewFile() throws IOException {
        Path fresh = folder.resolve("fresh");
        Files.deleteIfExists(fresh);
        return Files.getPosixFilePermissions(Files.createFile(fresh));
    }

    @Test
    void anExportReplacesNothingButAModel() throws IOException {
        Path mine = Files.createDirectories(folder.resolve("mine"));
        Files.writeString(mine.resolve("letter.txt"), "dear");
        Ran ran = Ran.of("export", run.toString(), "--out", mine.toString());
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err()).contains("letter.txt", "choose another name");
        assertThat(mine.resolve("letter.txt")).hasContent("dear");
    }

    @Test
    void anEvaluationWritesItsReport() throws IOException {
        Path out = folder.resolve("report");
        String model = TinyModels.folder(folder, TinyModels.Size.TINY, 1).toString();
        Ran ran =
                Ran.of(
                        "evaluate",
                        model,
                        "--limit",
                        "2",
                        "--dialogues",
                        "2",
                        "--threads",
                        "1",
                        "--out",
                        out.toString());
        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.out()).contains("written to " + out);
        for (String name : List.of("predictions.jsonl", "report.json", "report.md", "sheet.png")) {
            assertThat(out.resolve(name)).isNotEmptyFile();
        }
        Path document = folder.resolve("document.md");
        Files.writeString(document, "a\n<!-- evaluation: begin -->\n<!-- evaluation: end -->\nb\n");
        Ran filled =
                Ran.of(
                        "evaluate",
                        "--report",
                        out.resolve("report.json").toString(),
                        "--document",
                        document.toString());
        assertThat(filled.code()).as(filled.err()).isZero();
        assertThat(Files.readString(document)).startsWith("a\n").endsWith("b\n").contains("|");
    }

    @Test
    void anEvaluationThatCannotBeWrittenIsNotBegun() {
        String file = recipe.toString();
        told(1, "it is a file", "evaluate", "no/such/model", "--out", file);
        told(1, "begin -->", "evaluate", "no/such/model", "--document", file);
        told(1, "there is no file", "evaluate", "no/such/model", "--document", "no.md");
        told(2, "got 5 and 2", "evaluate", "x", "--min-things", "5", "--max-things", "2");
        told(2, "from 1", "evaluate", "x", "--limit", "0");
        told(1, "expected one of", "evaluate", "x", "--data", "nowhere:a");
        told(1, "train, validation, test", "evaluate", "x", "--data", "scenes:best");
        told(1, "there is no file", "evaluate", "--predictions", "no.jsonl");
        told(2, "leave MODEL", "evaluate", "x", "--predictions", "no.jsonl");
        told(2, "from 0", "evaluate", "x", "--pictures", "-1");
        told(1, "there is no report", "compare", "no", "where");
        told(2, "two reports", "compare", "one");
    }

    @Test
    void scenesAreRefusedWithoutAPlaceForThem() {
        told(1, "it is a file", "scenes", "--pictures", recipe.toString());
        told(2, "got 0", "scenes", "--out", "s.png", "--count", "0");
        told(2, "is not a whole number", "scenes", "--out", "s.png", "--seed", "one");
    }

    private static void told(int code, String says, String... line) {
        Ran ran = Ran.of(line);
        assertThat(ran.err()).contains(says).startsWith("fovea: ").doesNotContain("\tat ");
        assertThat(ran.err().strip().lines()).hasSize(1);
        assertThat(ran.code()).isEqualTo(code);
    }

    @Test
    void scenesAreDrawn() {
        Path sheet = folder.resolve("ein Blatt.png");
        Path pictures = folder.resolve("pictures");
        Ran ran =
                Ran.of(
                        "scenes",
                        "--out",
                        sheet.toString(),
                        "--pictures",
                        pictures.toString(),
                        "--count",
                        "2",
                        "--size",
                        "64",
                        "--split",
                        "test");
        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(sheet).isNotEmptyFile();
        assertThat(ImageReader.read(pictures.resolve("scenes-1-test-1.jpg")).canvas())
                .isEqualTo(new Canvas(64, 64));
    }

    @Test
    void noDiskIsFullWithoutBeingTold() throws IOException {
        Path batch = Files.writeString(folder.resolve("one.jsonl"), "not json\n");
        String model = run.resolve("model").toString();
        Ran ran =
                Ran.of(
                        "batch",
                        batch.toString(),
                        "--out",
                        "/dev/full",
                        "--model",
                        model,
                        "--threads",
                        "1");
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err()).contains("cannot write to /dev/full", "No space left");
    }

    @Test
    void anUnreadableOrHalfModelIsOneLine() throws IOException {
        Path broken = Files.createDirectories(folder.resolve("broken"));
        try (Stream<Path> files = Files.list(run.resolve("model"))) {
            for (Path file : files.toList()) {
                Files.copy(file, broken.resolve(file.getFileName()));
            }
        }
        Path weights = broken.resolve("model.safetensors");
        byte[] bytes = Files.readAllBytes(weights);
        Files.write(weights, Arrays.copyOf(bytes, bytes.length / 2));
        told(1, "model.safetensors", "ask", anyPicture(), "what", "--model", broken.toString());
        byte[] lie = bytes.clone();
        lie[5] = 1; // a header of a terabyte
        Files.write(weights, lie);
        told(1, "model.safetensors", "ask", anyPicture(), "what", "--model", broken.toString());
        told(1, "model.safetensors", "inspect", broken.toString());
    }

    private static String anyPicture() {
        Path picture = folder.resolve("ein Bild ü.png");
        ImageWriter.write(new Image(new Canvas(8, 8), new byte[3 * 64]), picture);
        return picture.toString();
    }
}
