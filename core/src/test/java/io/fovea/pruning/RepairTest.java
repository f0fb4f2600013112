package io.fovea.pruning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.fovea.assistant.Assistant;
import io.fovea.assistant.AssistantConfig;
import io.fovea.checkpoint.Provenance;
import io.fovea.config.StrictJson;
import io.fovea.geometry.Canvas;
import io.fovea.image.Image;
import io.fovea.testkit.TinyRecipes;
import io.fovea.train.Recipe;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What is pruned trains on, by the recipe that the project brings. */
class RepairTest {

    @TempDir private Path folder = Path.of("");

    private Path pruned = Path.of("");

    @BeforeEach
    void prune() {
        Path model =
                TinyRecipes.train(
                                TinyRecipes.begin(
                                        folder.resolve("first"), TinyRecipes.light(1, 100)),
                                () -> false)
                        .orElseThrow();
        Provenance origin = Provenance.now("test", "none", 0, Map.of());
        pruned = folder.resolve("pruned");
        PrunedFolder.write(
                model,
                pruned,
                PruningPlan.listed(ModelIdentity.of(model), 2, List.of(0), origin),
                origin);
    }

    /** {@code recipes/repair.json} with steps and pictures of a test's size. */
    private ObjectNode recipe() {
        ObjectNode recipe = (ObjectNode) StrictJson.tree(Path.of("..", "recipes", "repair.json"));
        recipe.withObject("/model").put("from", pruned.toString());
        recipe.withObject("/scenes").put("width", 64).put("height", 64).put("dialogues", 1);
        ((ObjectNode) recipe.get("stages").get(0))
                .put("steps", 2)
                .put("batch_size", 1)
                .put("dialogues", 1);
        return recipe.put("workers", 1);
    }

    private Path train(ObjectNode recipe) {
        return TinyRecipes.train(
                        TinyRecipes.begin(
                                folder.resolve("run"),
                                StrictJson.parse(recipe.toString(), "repair.json", Recipe.class)),
                        () -> false)
                .orElseThrow();
    }

    @Test
    void aShortRunGoesOnFromThePrunedModel() {
        Path model = train(recipe());
        try (Assistant assistant = Assistant.open(AssistantConfig.of(model).withThreads(1))) {
            assertThat(assistant.ask(new Image(new Canvas(64, 64), new byte[3 * 64 * 64]), "what"))
                    .isNotNull();
        }
    }

    @Test
    void aLayerThatIsGoneCannotBeSupervised() {
        ObjectNode recipe = recipe();
        ((ObjectNode) recipe.get("stages").get(0))
                .withObject("/objectives")
                .putObject("attention")
                .put("layer", 1)
                .put("heads", 1)
                .put("weight", 1);
        assertThatThrownBy(() -> train(recipe))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("attention asks for layer 1")
                .hasMessageContaining("layers 0 to 0");
    }
}
