package io.fovea.train;

import com.fasterxml.jackson.databind.JsonNode;

import io.fovea.config.StrictJson;
import io.fovea.config.UnknownKeys;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * A file that holds a recipe: a {@link Recipe}, or a {@link ShortRecipe} (which has no {@code
 * stages}).
 *
 * @param recipe in full
 * @param text what a run keeps of it: the file's own text, or a short one written out
 */
public record RecipeFile(Recipe recipe, String text) {

    /**
     * Reads a file.
     *
     * @param embedded the folder of the embedded model; asked for only where it is trained
     * @throws io.fovea.config.ConfigError with all problems of the file
     */
    public static RecipeFile read(Path file, Supplier<Path> embedded) throws IOException {
        JsonNode tree = StrictJson.tree(file);
        boolean whole = tree.has("stages") || tree.has("model") || !tree.has("data");
        if (whole) {
            Recipe recipe =
                    StrictJson.from(tree, file.toString(), Recipe.class, UnknownKeys.REFUSE);
            return new RecipeFile(recipe, Files.readString(file));
        }
        ShortRecipe few =
                StrictJson.from(tree, file.toString(), ShortRecipe.class, UnknownKeys.REFUSE);
        String name = String.valueOf(file.getFileName()).replaceFirst("\\.json$", "");
        Recipe recipe = few.whole(name, few.from() == null ? embedded.get() : few.from());
        return new RecipeFile(recipe, StrictJson.write(recipe));
    }
}
