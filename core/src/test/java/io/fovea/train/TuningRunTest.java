package io.fovea.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fovea.checkpoint.Provenance;
import io.fovea.checkpoint.RunDirectory;
import io.fovea.checkpoint.Safetensors;
import io.fovea.config.StrictJson;
import io.fovea.nn.Recompute;
import io.fovea.testkit.TinyRecipes;
import io.fovea.tuning.AdapterFolder;
import io.fovea.tuning.AdapterMerge;
import io.fovea.tuning.LayerSelection;
import io.fovea.tuning.LoraConfig;
import io.fovea.tuning.Part;
import io.fovea.tuning.PartRule;
import io.fovea.tuning.TrainableTable;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** A run that trains the projector and one of two language layers. */
class TuningRunTest {

    @TempDir Path folder;

    private static final int STEPS = 3;

    private static Recipe recipe(Path from, PartRule... rules) {
        return recipe(new Recipe.Start(from, null, null, null, null), null, rules);
    }

    private static Recipe recipe(
            Recipe.Start start, @Nullable Recompute recompute, PartRule... rules) {
        Recipe tiny = TinyRecipes.light(STEPS, 100);
        Recipe.Stage light = tiny.stages().getFirst();
        Recipe.Stage stage =
                new Recipe.Stage(
                        "tune",
                        STEPS,
                        1,
                        2,
                        1,
                        null,
                        light.rate(),
                        Objectives.of(1, new Objectives.Places(5, 2, 1, 1)),
                        List.of(rules));
        return new Recipe(
                "tune",
                5,
                start,
                tiny.scenes(),
                null,
                tiny.optimizer(),
                List.of(stage),
                1,
                2,
                1,
                100,
                recompute,
                null);
    }

    private static Recipe.Start lora(Path from, double dropout) {
        return new Recipe.Start(
                from,
                null,
                null,
                null,
                null,
                new LoraConfig(2, 8, dropout, false, List.of("q_proj", "down_proj"), null),
                null);
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
        Set<String> changed =
                differing(from.resolve("model.safetensors"), model.resolve("model.safetensors"));
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

    private static Set<String> differing(Path before, Path after) {
        Set<String> names = new TreeSet<>();
        try (Safetensors one = Safetensors.open(before);
                Safetensors other = Safetensors.open(after)) {
            assertThat(other.tensors().keySet()).isEqualTo(one.tensors().keySet());
            one.tensors().keySet().stream()
                    .filter(name -> one.bytes(name).mismatch(other.bytes(name)) >= 0)
                    .forEach(names::add);
        }
        return names;
    }

    @Test
    void adaptersAreTrainedStoppedResumedWrittenAndMerged() {
        Path from = begin();
        Recipe recipe =
                recipe(lora(from, 0.2), Recompute.LAYERS, new PartRule(Part.PROJECTOR, 0.5));
        RunDirectory run = TinyRecipes.begin(folder.resolve("run"), recipe);
        Path adapter = TinyRecipes.train(run, () -> false).orElseThrow();
        assertThat(adapter).hasFileName("adapter");
        Path weights = adapter.resolve(AdapterFolder.WEIGHTS);
        try (Safetensors stored = Safetensors.open(weights)) {
            assertThat(stored.tensors().keySet())
                    .allMatch(
                            name ->
                                    name.matches(
                                            "base_model.model.(language_model.*(q|down)_proj.lora_[AB]"
                                                + "|multi_modal_projector.*|.*_fusion)\\..*"));
        }
        AtomicInteger asked = new AtomicInteger();
        RunDirectory stopped = TinyRecipes.begin(folder.resolve("stopped"), recipe);
        assertThat(TinyRecipes.train(stopped, () -> asked.incrementAndGet() == 2)).isEmpty();
        Path again =
                TinyRecipes.train(RunDirectory.resume(stopped.folder()), () -> false).orElseThrow();
        assertThat(differing(weights, again.resolve(AdapterFolder.WEIGHTS))).isEmpty();

        Path merged = folder.resolve("merged");
        AdapterMerge.write(from, adapter, merged, Provenance.now("test", "test", 0, Map.of()));
        assertThat(
                        differing(
                                from.resolve("model.safetensors"),
                                merged.resolve("model.safetensors")))
                .contains("language_model.model.layers.0.self_attn.q_proj.weight")
                .allMatch(
                        name ->
                                name.endsWith("q_proj.weight")
                                        || name.endsWith("down_proj.weight")
                                        || name.startsWith("multi_modal_projector")
                                        || name.contains("_fusion."));
        Path last = run.latest().orElseThrow().folder().resolve("model.safetensors");
        try (Safetensors before = Safetensors.open(from.resolve("model.safetensors"));
                Safetensors after = Safetensors.open(last)) {
            String base = "language_model.model.layers.0.self_attn.q_proj.weight";
            assertThat(before.bytes(base).mismatch(after.bytes(base))).isEqualTo(-1);
        }
        goesOn(from, adapter);
    }

    private void goesOn(Path from, Path adapter) {
        Recipe.Start start = new Recipe.Start(from, null, null, null, null, null, adapter);
        RunDirectory more = TinyRecipes.begin(folder.resolve("more"), recipe(start, null));
        Path further = TinyRecipes.train(more, () -> false).orElseThrow();
        try (Safetensors one = Safetensors.open(adapter.resolve(AdapterFolder.WEIGHTS));
                Safetensors other = Safetensors.open(further.resolve(AdapterFolder.WEIGHTS))) {
            assertThat(other.tensors().keySet())
                    .allMatch(name -> name.contains("lora_"))
                    .hasSize(8);
            String name =
                    "base_model.model.language_model.model.layers.1.mlp.down_proj.lora_B.weight";
            assertThat(one.bytes(name).mismatch(other.bytes(name))).isNotEqualTo(-1);
        }
    }

    @Test
    void aWeightUnderAnAdapterStaysFrozen() {
        Path from = begin();
        RunDirectory run =
                TinyRecipes.begin(
                        folder.resolve("run"),
                        recipe(lora(from, 0), null, new PartRule(Part.LAYERS, 1)));
        assertThatThrownBy(() -> TinyRecipes.train(run, () -> false))
                .hasMessageContaining("weights under an adapter stay frozen")
                .hasMessageContaining("layers.0.self_attn.q_proj.weight");
    }
}
