package io.fovea.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.fovea.config.ConfigError;
import io.fovea.config.StrictJson;
import io.fovea.testkit.TinyRecipes;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.stream.Stream;

class RecipeTest {

    private static ObjectNode tree() {
        return (ObjectNode)
                StrictJson.tree(StrictJson.write(TinyRecipes.recipe(3, 5, 2, 7)), "the test");
    }

    private static Recipe read(ObjectNode tree) {
        return StrictJson.parse(tree.toString(), "recipe.json", Recipe.class);
    }

    private static void refused(Consumer<ObjectNode> change, String... words) {
        ObjectNode tree = tree();
        change.accept(tree);
        assertThatThrownBy(() -> read(tree))
                .isInstanceOf(ConfigError.class)
                .hasMessageContainingAll(words);
    }

    private static ObjectNode stage(ObjectNode tree, int index) {
        return (ObjectNode) ((ArrayNode) tree.get("stages")).get(index);
    }

    @Test
    void writtenAndReadItIsTheSame() {
        assertThat(read(tree())).isEqualTo(TinyRecipes.recipe(3, 5, 2, 7));
    }

    @Test
    void everyRecipeOfTheProjectCanBeRead() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("..", "recipes"))) {
            assertThat(files.filter(file -> file.toString().endsWith(".json")))
                    .isNotEmpty()
                    .allSatisfy(
                            file ->
                                    assertThat(StrictJson.read(file, Recipe.class).stages())
                                            .isNotEmpty());
        }
    }

    @Test
    void allUnknownKeysAreListedAtOnce() {
        refused(
                tree -> {
                    tree.put("learning_rate", 1);
                    stage(tree, 0).put("batchsize", 2);
                    ((ObjectNode) stage(tree, 1).get("objectives")).put("word", 1);
                },
                "learning_rate",
                "stages[0].batchsize",
                "stages[1].objectives.word",
                "3 problems");
    }

    @ParameterizedTest(name = "stages[0].{0} = {1}")
    @CsvSource({
        "steps, 0, steps",
        "batch_size, 0, batch_size",
        "accumulate, 0, accumulate",
        "dialogues, -1, dialogues"
    })
    void stagesHaveRules(String key, int value, String word) {
        refused(tree -> stage(tree, 0).put(key, value), "stages[0]", word);
    }

    @ParameterizedTest(name = "{0}.{1} = {2}")
    @CsvSource({
        "rate, peak, 0, peak",
        "rate, warmup_fraction, 1.5, warmup_fraction",
        "rate, floor_fraction, 2, floor",
        "objectives, tokens, -1, tokens"
    })
    void ratesAndWeightsHaveRules(String record, String key, double value, String word) {
        refused(
                tree -> ((ObjectNode) stage(tree, 1).get(record)).put(key, value),
                "stages[1]",
                word);
    }

    @Test
    void aStageThatLearnsNothingIsRefused() {
        refused(tree -> stage(tree, 0).putObject("objectives"), "stages[0]", "learns nothing");
        refused(
                tree -> ((ObjectNode) stage(tree, 0).get("parts").get(0)).put("rate_factor", -1),
                "rate_factor",
                "-1");
        refused(tree -> tree.putArray("stages"), "at least one stage");
    }

    @Test
    void namesBecomeFolders() {
        refused(tree -> tree.put("name", "../elsewhere"), "../elsewhere", "letters");
        refused(tree -> tree.put("name", ".."), "name");
    }

    @Test
    void aModelIsGivenOnce() {
        refused(
                tree -> ((ObjectNode) tree.get("model")).put("from", "somewhere"),
                "either model.from or model.config");
        refused(
                tree -> ((ObjectNode) tree.get("model")).putNull("config"),
                "either model.from or model.config");
        refused(tree -> ((ObjectNode) tree.get("optimizer")).put("clip", 0), "clip");
        refused(tree -> ((ObjectNode) tree.get("optimizer")).put("beta1", 1), "betas");
        refused(tree -> tree.put("workers", 0), "workers");
    }
}
