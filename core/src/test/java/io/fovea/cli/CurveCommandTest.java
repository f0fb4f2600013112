package io.fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.fovea.config.StrictJson;
import io.fovea.testkit.TinyRecipes;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What kept checkpoints could do, over samples and time. */
class CurveCommandTest {

    @TempDir private Path folder = Path.of("");

    private Path run(int seed) throws IOException {
        String name = "tiny-s" + seed;
        ObjectNode recipe =
                (ObjectNode)
                        StrictJson.tree(StrictJson.write(TinyRecipes.recipe(1, 2, 1, 1)), "test");
        recipe.put("name", name).put("seed", seed).put("keep_checkpoints", 3);
        Path file = folder.resolve(name + ".json");
        Files.writeString(file, recipe.toString());
        Ran ran = Ran.of("train", file.toString(), "--runs", folder.toString());
        assertThat(ran.code()).as(ran.err()).isZero();
        return folder.resolve(name);
    }

    @Test
    void everyCheckpointIsMeasuredOnce() throws IOException {
        Path one = run(1);
        Path two = run(2);
        Path out = folder.resolve("out");
        String[] words = {
            "curve", one.toString(), two.toString(), "--limit", "1", "--out", out.toString()
        };
        Ran ran = Ran.of(words);
        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.out())
                .contains("| tiny, 4 samples | 2 |", "| tiny, 12 samples | 2 |", "written to");
        JsonNode points = StrictJson.tree(out.resolve("curves.json")).path("points");
        assertThat(points).hasSize(6);
        assertThat(points.get(0).path("processor_seconds").asDouble()).isPositive();
        assertThat(points.get(1).path("seconds").asDouble())
                .isGreaterThan(points.get(0).path("seconds").asDouble());
        assertThat(points.get(5).path("samples").asLong()).isEqualTo(12);
        assertThat(out.resolve("curves.png")).isNotEmptyFile();
        assertThat(out.resolve("tiny-s1/step-2/report.html")).exists();
        try (var files = Files.list(out)) {
            assertThat(files.map(path -> path.getFileName().toString()))
                    .as("models are not left behind")
                    .containsExactlyInAnyOrder(
                            "tiny-s1", "tiny-s2", "curves.json", "curves.md", "curves.png");
        }
        Ran again = Ran.of(words);
        assertThat(again.code()).isZero();
        assertThat(again.err()).as("measured again").isEmpty();
        assertThat(again.out()).isEqualTo(ran.out());
    }

    @Test
    void aCheckpointThatIsNotKeptIsSaid() throws IOException {
        Path one = run(1);
        Ran ran =
                Ran.of(
                        "curve",
                        one.toString(),
                        "--steps",
                        "9",
                        "--out",
                        folder.resolve("out").toString());
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err()).contains("[1, 2, 3]").doesNotContain("\tat");
        Ran none = Ran.of("curve", folder.toString());
        assertThat(none.err()).contains("recipe.json");
    }
}
