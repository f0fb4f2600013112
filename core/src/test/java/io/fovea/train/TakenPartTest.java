package io.fovea.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fovea.checkpoint.ModelDirectory;
import io.fovea.checkpoint.StoredWeights;
import io.fovea.nn.Parameter;
import io.fovea.tensor.Scope;
import io.fovea.tensor.Weights;
import io.fovea.testkit.TinyModels;
import io.fovea.testkit.TinyRecipes;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A new model takes a part of another one. */
class TakenPartTest {

    private static final String TOWER = "vision_tower";

    @TempDir private Path folder = Path.of("");

    private static Recipe recipe(List<TakenPart> parts) {
        Recipe tiny = TinyRecipes.recipe(1, 1, 1, 1);
        Recipe.Start start = tiny.model();
        return new Recipe(
                tiny.name(),
                tiny.seed(),
                new Recipe.Start(
                        null, start.config(), start.perception(), start.vocabulary(), parts),
                tiny.scenes(),
                tiny.data(),
                tiny.optimizer(),
                tiny.stages(),
                1,
                1,
                1,
                1);
    }

    private Workbench bench(String name, Recipe recipe) throws IOException {
        return Workbench.of(recipe, TinyRecipes.begin(folder.resolve(name), recipe));
    }

    private static float[] values(Map<String, Parameter> parameters, String name) {
        return parameters.get(name).value().toFloats();
    }

    @Test
    void theTowerIsTakenAndTheRestIsNew() throws IOException {
        Path other = TinyModels.folder(folder, TinyModels.Size.TINY, 77);
        try (Workbench plain = bench("plain", recipe(List.of()));
                Workbench mixed = bench("mixed", recipe(List.of(new TakenPart(TOWER, other))))) {
            Map<String, Parameter> taken = mixed.model().parameters();
            List<String> tower = taken.keySet().stream().filter(n -> n.startsWith(TOWER)).toList();
            assertThat(tower).isNotEmpty();
            try (StoredWeights source = ModelDirectory.open(other).openWeights();
                    Scope scope = Scope.open()) {
                Weights there = source.view();
                tower.forEach(
                        name ->
                                assertThat(values(taken, name))
                                        .as(name)
                                        .isEqualTo(there.get(name).toFloats()));
            }
            String patch =
                    tower.stream().filter(n -> n.endsWith("weight")).findFirst().orElseThrow();
            assertThat(values(taken, patch))
                    .isNotEqualTo(values(plain.model().parameters(), patch));
        }
    }

    @Test
    void everyWeightThatDoesNotFitIsNamed() throws IOException {
        Path wide = TinyModels.folder(folder, TinyModels.Size.SMALL, 77);
        assertThatThrownBy(() -> bench("wide", recipe(List.of(new TakenPart(TOWER, wide)))).close())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(wide.toString())
                .hasMessageContaining("wrong shape")
                .hasMessageContaining(TOWER);
        assertThatThrownBy(() -> bench("eye", recipe(List.of(new TakenPart("eye", wide)))).close())
                .hasMessageContaining("'eye'")
                .hasMessageContaining(TOWER)
                .hasMessageContaining("language_model");
    }
}
