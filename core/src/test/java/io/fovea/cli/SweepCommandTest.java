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
import java.util.List;

/** A small experiment from its plan to its table. */
class SweepCommandTest {

    @TempDir private Path folder = Path.of("");

    private Path sweep(String steps) throws IOException {
        Files.writeString(
                folder.resolve("tiny.json"), StrictJson.write(TinyRecipes.recipe(1, 1, 1, 1)));
        return Files.writeString(
                folder.resolve("sweep.json"),
                """
                {"name": "two", "recipe": "tiny.json", "seeds": [3],
                 "variants": [{"name": "test", "set": {}},
                              {"name": "validation", "set": {"/stages/1/steps": %s}}],
                 "measures": [{"name": "scenes",
                   "command": ["evaluate", "{model}", "--data", "scenes:{variant}", "--limit", "1"]}],
                 "columns": [
                   {"title": "found", "measure": "scenes", "table": "Finding one thing that is there",
                    "row": "all", "estimate": "Acc@0.5"},
                   {"title": "loss", "log": "loss_total"}]}
                """
                        .formatted(steps));
    }

    private Ran sweep(Path file, String... more) {
        String[] words = new String[4 + more.length];
        words[0] = "sweep";
        words[1] = file.toString();
        words[2] = "--out";
        words[3] = folder.resolve("out").toString();
        System.arraycopy(more, 0, words, 4, more.length);
        return Ran.of(words);
    }

    @Test
    void whatIsDoneStaysDone() throws IOException {
        Path file = sweep("2");
        Ran first = sweep(file, "--only", "test");
        assertThat(first.code()).as(first.err()).isZero();
        assertThat(first.out()).contains("| test | 1 | 0.000 |").doesNotContain("| validation |");
        assertThat(sweep(file, "--plan").out())
                .isEqualTo(
                        "two-test-s3  done\ntwo-validation-s3\n"
                                .replace("\n", System.lineSeparator()));
        Path model = folder.resolve("out/runs/two-test-s3/model/model.safetensors");
        var written = Files.getLastModifiedTime(model);
        Ran all = sweep(file);
        assertThat(all.code()).as(all.err()).isZero();
        assertThat(all.out()).contains("| test | 1 |", "| validation | 1 |");
        assertThat(all.err()).doesNotContain("two-test-s3.json");
        assertThat(Files.getLastModifiedTime(model)).isEqualTo(written);
        assertThat(folder.resolve("out/table.md")).content().contains("| validation | 1 |");
        for (String variant : List.of("test", "validation")) {
            String report = "out/reports/two-" + variant + "-s3/scenes/report.json";
            assertThat(folder.resolve(report)).content().contains("\"scenes:" + variant + ": ");
        }
        assertThat(folder.resolve("out/runs/two-validation-s3/log.jsonl"))
                .content()
                .contains("\"step\":3");
        assertThat(StrictJson.tree(folder.resolve("out/outcomes.json")).path("outcomes"))
                .hasSize(2);
    }

    @Test
    void aVariantThatIsNoRecipeIsNamedBeforeAnythingRuns() throws IOException {
        Ran ran = sweep(sweep("\"many\""));
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err())
                .contains("two-validation-s3", "stages[1].steps")
                .doesNotContain("\tat");
        assertThat(folder.resolve("out")).doesNotExist();
        Ran none = sweep(sweep("2"), "--only", "less");
        assertThat(none.err()).contains("[test, validation]", "[3]");
    }

    @Test
    void aVerbMakesAModelThatAnotherVariantGoesOnWith() throws IOException {
        Path tiny = folder.resolve("tiny.json");
        Files.writeString(tiny, StrictJson.write(TinyRecipes.recipe(1, 1, 1, 1)));
        assertThat(Ran.of("train", tiny.toString(), "--runs", folder.toString()).code()).isZero();
        ObjectNode repair =
                (ObjectNode) StrictJson.tree(StrictJson.write(TinyRecipes.recipe(1, 1, 1, 1)), "");
        repair.putObject("model").put("from", "set by the variant");
        ((ObjectNode) repair.at("/stages/1/objectives")).remove("attention");
        Files.writeString(folder.resolve("repair.json"), repair.toString());
        Path sweep =
                Files.writeString(
                        folder.resolve("sweep.json"),
                        """
                        {"name": "less", "recipe": "repair.json", "seeds": [3],
                         "variants": [
                           {"name": "cut", "make": ["prune", "%1$s/tiny/model",
                              "--remove-layers", "1", "--out", "{model}"]},
                           {"name": "repaired", "set": {
                              "/model/from": "%1$s/out/runs/less-cut-s{seed}/model"}}],
                         "measures": [{"name": "scenes",
                           "command": ["evaluate", "{model}", "--limit", "1"]}],
                         "columns": [{"title": "loss", "log": "loss_total"}]}
                        """
                                .formatted(folder));
        Ran ran = sweep(sweep);
        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.out()).contains("| cut | 1 | - |").containsPattern("repaired \\| 1 \\| \\d");
        for (String name : List.of("cut", "repaired")) {
            JsonNode config =
                    StrictJson.tree(
                            folder.resolve("out/runs/less-" + name + "-s3/model/config.json"));
            assertThat(config.at("/text_config/num_hidden_layers").asInt()).isEqualTo(1);
        }
        assertThat(sweep(sweep).err()).as("done again").isEmpty();
    }

    @Test
    void aVariantIsTrainedOrMade() throws IOException {
        Path file = sweep("2");
        Files.writeString(
                file,
                Files.readString(file)
                        .replace("\"set\": {}", "\"set\": {\"/seed\": 1}, \"make\": [\"prune\"]"));
        assertThat(sweep(file).err()).contains("'test'", "either trained").doesNotContain("\tat");
    }
}
