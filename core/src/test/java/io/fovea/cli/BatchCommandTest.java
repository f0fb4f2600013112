package io.fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.fovea.config.StrictJson;
import io.fovea.geometry.Canvas;
import io.fovea.image.Image;
import io.fovea.image.ImageWriter;
import io.fovea.testkit.TinyModels;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Good and bad lines of one batch: order kept, each told in its place, the file whole or not there.
 */
class BatchCommandTest {

    @TempDir Path folder;

    @Test
    void badLinesAreToldInTheirPlaceAndTheOthersAnswered() throws IOException {
        String model =
                TinyModels.folder(folder.resolve("models"), TinyModels.Size.TINY, 1).toString();
        Path picture = folder.resolve("p.png");
        ImageWriter.write(new Image(new Canvas(90, 60), new byte[3 * 90 * 60]), picture);
        String image = "\"image\": \"" + picture + "\"";
        Path in =
                Files.writeString(
                        folder.resolve("in.jsonl"),
                        String.join(
                                "\n",
                                List.of(
                                        "{\"id\": \"a\", "
                                                + image
                                                + ", \"question\": \"how many apples\"}",
                                        "not json",
                                        "",
                                        "{\"id\": 7, " + image + ", \"phrase\": \"the cat\"}",
                                        "{\"id\": \"c\", \"image\": \"missing.png\", \"phrase\":"
                                                + " \"the cat\"}",
                                        "{\"id\": \"d\", "
                                                + image
                                                + ", \"phrase\": \"the cat\", \"question\":"
                                                + " \"what\"}",
                                        "{\"id\": \"e\", "
                                                + image
                                                + ", \"describe\": true, \"box\": [0, 0, 500, 10]}",
                                        "{\"id\": \"f\", "
                                                + image
                                                + ", \"describe\": true, \"box\": [0, 0, 50, 10]}",
                                        "{\"id\": \"g\", " + image + ", \"phrase\": \" \"}",
                                        "{\"id\": \"h\", "
                                                + image
                                                + ", \"phrase\": \"the cat\", \"colour\": 1}",
                                        "[1, 2]",
                                        "{" + image + ", \"describe\": true}")));
        Path out = folder.resolve("out.jsonl");
        Ran ran =
                Ran.of(
                        "batch",
                        in.toString(),
                        "--out",
                        out.toString(),
                        "--model",
                        model,
                        "--threads",
                        "1");
        assertThat(ran.code()).isEqualTo(3);
        assertThat(ran.err()).contains("7 of 11 lines failed");
        List<JsonNode> lines =
                Files.readAllLines(out).stream()
                        .map(line -> StrictJson.tree(line, "a line"))
                        .toList();
        assertThat(lines.stream().map(line -> line.get("id").asText()))
                .containsExactly("a", "2", "7", "c", "d", "e", "f", "g", "h", "11", "12");
        assertThat(lines.stream().map(line -> line.has("error")))
                .containsExactly(
                        false, true, false, true, true, true, false, true, true, true, false);
        assertThat(lines.get(2).get("id").isInt()).isTrue();
        assertThat(lines.get(3).get("line").asInt()).isEqualTo(5);
        assertThat(lines.get(3).get("error").asText()).contains("there is no file missing.png");
        assertThat(lines.get(4).get("error").asText()).contains("expected one of");
        assertThat(lines.get(5).get("error").asText()).contains("outside the picture");
        assertThat(lines.get(7).get("error").asText()).contains("the phrase is empty");
        assertThat(lines.get(8).get("error").asText()).contains("colour");
        assertThat(lines.get(6).fieldNames())
                .toIterable()
                .containsExactly("id", "text", "regions", "usage", "timing");
        assertThat(folder.resolve("out.jsonl.part")).doesNotExist();

        Ran full =
                Ran.of(
                        "batch",
                        in.toString(),
                        "--out",
                        "/dev/full",
                        "--model",
                        model,
                        "--threads",
                        "1");
        assertThat(full.code()).isEqualTo(1);
        assertThat(full.err()).contains("cannot write to /dev/full").doesNotContain("\tat ");
    }
}
