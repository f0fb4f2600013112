package io.fovea.train;

import io.fovea.config.StrictJson;
import io.fovea.model.BlankFolder;
import io.fovea.model.ModelConfig;
import io.fovea.tokenizer.BpeVocabulary;
import io.fovea.tokenizer.TokenizerFiles;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.TreeMap;

/** The new model of a recipe as it is before its first step, without weights. */
public final class RecipeStart {

    private RecipeStart() {}

    /**
     * Config, heads and vocabulary, as a run of the recipe would have them.
     *
     * @throws IllegalArgumentException when the recipe goes on from a model
     */
    public static BlankFolder of(Recipe recipe) throws IOException {
        Recipe.Start start = recipe.model();
        if (start.config() == null) {
            throw new IllegalArgumentException(
                    "the recipe '"
                            + recipe.name()
                            + "' goes on from the model "
                            + start.from()
                            + " and begins none; take a recipe with model.config");
        }
        BpeVocabulary vocabulary =
                Workbench.vocabulary(start, TrainingData.of(recipe, DataNotes.NONE));
        ModelConfig config =
                Workbench.withInteraction(
                        Workbench.withPerception(
                                start.config()
                                        .withVocabulary((vocabulary.tokens().size() + 7) / 8 * 8),
                                start.perception()),
                        start.interaction());
        TreeMap<String, byte[]> files = new TreeMap<>();
        files.put("config.json", utf8(StrictJson.write(config.json())));
        files.put(TokenizerFiles.TOKENIZER, utf8(vocabulary.toJson()));
        return new BlankFolder("recipe " + recipe.name(), files);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
