package io.fovea.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.fovea.checkpoint.RunDirectory;
import io.fovea.checkpoint.Safetensors;
import io.fovea.config.StrictJson;
import io.fovea.testkit.TinyRecipes;
import io.fovea.tuning.LayerSelection;
import io.fovea.tuning.Part;
import io.fovea.tuning.PartRule;
import io.fovea.tuning.TrainableTable;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A run that trains the projector and one of two language layers. */
class TuningRunTest {

    @TempDir Path folder;

    private Recipe recipe(Path from, PartRule... rules) {
        Recipe tiny = TinyRecipes.light(3, 100);
        Recipe.Stage light = tiny.stages().getFirst();
        Recipe.Stage stage =
                new Recipe.Stage(
                        "tune",
                        3,
                        1,
                        2,
                        1,
                        null,
                        light.rate(),
                        new Objectives(1, new Objectives.Places(5, 2, 1, 1), null, null),
                        List.of(rules));
        return new Recipe(
                "tune",
                5,
                new Recipe.Start(from, null, null, null, null),
                tiny.scenes(),
                null,
                tiny.optimizer(),
                List.of(stage),
                1,
                2,
                1,
                100);
    }

    private Path begin() {
        return TinyRecipes.train(
                        TinyRecipes.begin(folder.resolve("from"), TinyRecipes.light(1, 100)),
                        () -> false)
                .orElseThrow();
    }

    @Test
    void whatIsNotChosenKeepsItsBits() {
        Path from = begin();
        RunDirectory run =
                TinyRecipes.begin(
                        folder.resolve("run"),
                        recipe(
                                from,
                                new PartRule(Part.EVERYTHING, 0),
                                new PartRule(Part.PROJECTOR, 0.5),
                                new PartRule(new LayerSelection.List(List.of(1)), 1)));
        Path model = TinyRecipes.train(run, () -> false).orElseThrow();
        Set<String> changed = new TreeSet<>();
        try (Safetensors before = Safetensors.open(from.resolve("model.safetensors"));
                Safetensors after = Safetensors.open(model.resolve("model.safetensors"))) {
            before.tensors()
                    .keySet()
                    .forEach(
                            name -> {
                                if (before.bytes(name).mismatch(after.bytes(name)) >= 0) {
                                    changed.add(name);
                                }
                            });
        }
        assertThat(changed)
                .contains("language_model.model.layers.1.mlp.up_proj.weight")
                .allMatch(
                        name ->
                                name.startsWith("language_model.model.layers.1.")
                                        || name.startsWith("multi_modal_projector")
                                        || name.contains("_fusion"));
        Path step = run.latest().orElseThrow().folder();
        try (Safetensors state = Safetensors.open(step.resolve("optimizer.safetensors"))) {
            assertThat(
                            state.tensors().keySet().stream()
                                    .map(name -> name.replaceFirst("^(first|second|steps)\\.", ""))
                                    .filter(name -> name.contains("model.layers."))
                                    .collect(Collectors.toSet()))
                    .allMatch(name -> name.contains("layers.1."));
        }
        TrainableTable table =
                StrictJson.read(run.folder().resolve("trainable.json"), TrainableTable.OfRun.class)
                        .stages()
                        .getFirst();
        assertThat(table.stage()).isEqualTo("tune");
        assertThat(table.rows().stream().filter(row -> row.trained() > 0))
                .extracting(TrainableTable.Row::part)
                .containsExactly(Part.PROJECTOR, Part.LAYERS);
    }
}
