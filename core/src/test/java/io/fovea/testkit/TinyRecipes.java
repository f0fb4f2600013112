package io.fovea.testkit;

import io.fovea.checkpoint.Provenance;
import io.fovea.checkpoint.RunDirectory;
import io.fovea.config.StrictJson;
import io.fovea.data.scenes.SceneMix;
import io.fovea.data.scenes.SceneOptions;
import io.fovea.model.ModelConfig;
import io.fovea.perception.MaskEncoderConfig;
import io.fovea.perception.PerceptionConfig;
import io.fovea.perception.PerceptionHead;
import io.fovea.train.LearningRate;
import io.fovea.train.Objectives;
import io.fovea.train.Recipe;
import io.fovea.train.Trainer;
import io.fovea.tuning.PartRule;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Runs that are over in seconds, with every kind of objective and something frozen. */
public final class TinyRecipes {

    private TinyRecipes() {}

    /**
     * Two stages: the tower under frozen language layers, then everything.
     *
     * @param first steps of the first stage
     * @param second steps of the second
     * @param checkpointEvery steps between checkpoints
     */
    public static Recipe recipe(long first, long second, int workers, int checkpointEvery) {
        ModelConfig full = TinyModels.config(TinyModels.Size.TINY, true, 512);
        PerceptionConfig head =
                StrictJson.parse(
                        Objects.requireNonNull(full.extensions().get(PerceptionHead.EXTENSION))
                                .toString(),
                        "the test",
                        PerceptionConfig.class);
        MaskEncoderConfig encoder = new MaskEncoderConfig(16, 8, 3, false, List.of(8, 8), 1, 32);
        PerceptionConfig perception =
                new PerceptionConfig(
                        head.head(),
                        head.hiddenWidth(),
                        head.featureWidth(),
                        head.boxWidth(),
                        true,
                        encoder,
                        head.maskDecoder());
        SceneOptions scenes = new SceneOptions(64, 64, 2, 3, 0.3, 0.5, 0.6, 2, SceneMix.defaults());
        return new Recipe(
                "tiny",
                5,
                new Recipe.Start(null, full.withExtensions(Map.of()), perception, 512, null),
                scenes,
                null,
                Recipe.Optimizer.defaults(),
                List.of(tower(first), whole(second)),
                1,
                workers,
                1,
                checkpointEvery);
    }

    /** One stage with every objective and two workers, whose steps cost as little as they can. */
    public static Recipe light(long steps, int checkpointEvery) {
        Recipe full = recipe(1, steps, 2, checkpointEvery);
        Recipe.Stage whole = full.stages().get(1);
        Recipe.Stage light =
                new Recipe.Stage(
                        "light",
                        steps,
                        1,
                        2,
                        1,
                        null,
                        whole.rate(),
                        whole.objectives(),
                        whole.parts());
        return new Recipe(
                "light",
                5,
                full.model(),
                full.scenes(),
                full.data(),
                full.optimizer(),
                List.of(light),
                1,
                2,
                50,
                checkpointEvery);
    }

    private static Recipe.Stage tower(long steps) {
        return new Recipe.Stage(
                "tower",
                steps,
                2,
                2,
                1,
                null,
                rate(),
                new Objectives(0, null, null, new Objectives.Dense(1, 0.5, 5, 2, 0.5), null, null),
                List.of(
                        new PartRule("language_model.model.layers", 0),
                        new PartRule("language_model.lm_head", 0)));
    }

    private static Recipe.Stage whole(long steps) {
        return new Recipe.Stage(
                "whole",
                steps,
                2,
                2,
                0,
                null,
                rate(),
                new Objectives(
                        1,
                        null,
                        new Objectives.Places(5, 2, 1, 1),
                        new Objectives.Dense(1, 0.5, 5, 2, 0),
                        new Objectives.Attention(1, 1, 1),
                        null),
                List.of(new PartRule("vision_tower", 0.5)));
    }

    private static Recipe.Rate rate() {
        return new Recipe.Rate(1e-3, 0.1, LearningRate.Decay.COSINE, 0.1);
    }

    /** Begins a run. */
    public static RunDirectory begin(Path folder, Recipe recipe) {
        String text = StrictJson.write(recipe);
        return RunDirectory.create(
                folder, text, Provenance.now(text, "test", recipe.seed(), Map.of()));
    }

    /** Trains until the end or until asked to stop. */
    public static Optional<Path> train(RunDirectory run, BooleanSupplier stop) {
        try {
            return new Trainer(run, (step, total, stage, line) -> {}, stop).train();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
