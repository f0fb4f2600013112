package io.fovea.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.fovea.config.StrictJson;
import io.fovea.train.Recipe;
import io.fovea.train.RecipeFile;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The recipes of the repository can be read: none was forgotten when a key changed. */
class RecipesTest {

    private static final Path RECIPES = Path.of("..", "recipes");

    static List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(RECIPES)) {
            return all.filter(file -> file.toString().endsWith(".json")).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void everyRecipeIsRead(Path file) throws IOException {
        JsonNode tree = StrictJson.tree(file);
        if (!tree.has("variants")) {
            Recipe recipe = RecipeFile.read(file, () -> RECIPES).recipe();
            assertThat(recipe.stages()).isNotEmpty();
            return;
        }
        Sweep sweep = StrictJson.read(file, Sweep.class);
        JsonNode base = StrictJson.tree(file.resolveSibling(sweep.recipe()));
        List<SweepCell> cells = sweep.cells(base);
        assertThat(cells).hasSize(sweep.variants().size() * sweep.seeds().size());
        for (SweepCell cell : cells) {
            Recipe recipe =
                    StrictJson.parse(StrictJson.write(cell.recipe()), cell.name(), Recipe.class);
            assertThat(recipe.name()).isEqualTo(cell.name());
        }
    }
}
