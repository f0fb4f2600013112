package io.fovea.train;

import io.fovea.data.scenes.SceneOptions;
import io.fovea.data.sets.DataMix;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.List;

/**
 * A recipe of a few lines, for going on with a model on data of one's own; everything else has a
 * value that suits a small model and some hundred to some thousand pictures.
 *
 * @param name of the run; null for that of the recipe's file
 * @param from the model folder to go on from; null for the embedded model
 * @param data what it is trained on
 * @param steps of {@value #PICTURES} pictures; null for 300
 * @param rate highest learning rate; null for 0.0003
 * @param workers that share a step's pictures; null for 2
 */
public record ShortRecipe(
        @Nullable String name,
        @Nullable Path from,
        DataMix data,
        @Nullable Long steps,
        @Nullable Double rate,
        @Nullable Integer workers) {

    private static final int PICTURES = 8;
    private static final long STEPS = 300;
    private static final double RATE = 3e-4;

    public ShortRecipe {
        if (workers != null && (workers < 1 || PICTURES % workers != 0)) {
            throw new IllegalArgumentException(
                    "workers is 1, 2, 4 or 8, since they share "
                            + PICTURES
                            + " pictures a step, got "
                            + workers);
        }
    }

    /**
     * The whole recipe.
     *
     * @param usual the name of a run that has none
     * @param embedded the folder of the embedded model
     */
    Recipe whole(String usual, Path embedded) {
        int copies = workers == null ? 2 : workers;
        Recipe.Stage stage =
                new Recipe.Stage(
                        "own",
                        steps == null ? STEPS : steps,
                        PICTURES / copies,
                        copies,
                        0,
                        null,
                        new Recipe.Rate(
                                rate == null ? RATE : rate, 0.05, LearningRate.Decay.COSINE, 0.05),
                        Objectives.of(2.5, new Objectives.Places(5, 2, 1, 1)),
                        List.of());
        return new Recipe(
                name == null ? usual : name,
                1,
                new Recipe.Start(from == null ? embedded : from, null, null, null, null),
                SceneOptions.ofTheCard(),
                data,
                Recipe.Optimizer.defaults(),
                List.of(stage),
                1,
                copies,
                10,
                100);
    }
}
