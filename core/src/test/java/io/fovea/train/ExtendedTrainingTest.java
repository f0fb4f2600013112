package io.fovea.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.fovea.assistant.Assistant;
import io.fovea.assistant.AssistantConfig;
import io.fovea.checkpoint.RunDirectory;
import io.fovea.data.scenes.SceneMix;
import io.fovea.data.scenes.SceneOptions;
import io.fovea.geometry.Canvas;
import io.fovea.geometry.Region;
import io.fovea.image.Image;
import io.fovea.perception.PerceptionExtension;
import io.fovea.tensor.DType;
import io.fovea.testkit.GoldenModels;
import io.fovea.testkit.TinyRecipes;
import io.fovea.tuning.PartRule;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

/** Models of other families that were given heads are trained, saved and asked. */
class ExtendedTrainingTest {

    private static final int STEPS = 40;

    @TempDir private Path folder = Path.of("");

    private Path extended(String name) {
        Path out = folder.resolve("extended");
        PerceptionExtension.write(
                GoldenModels.folder(name),
                out,
                PerceptionExtension.Settings.defaults(),
                "test",
                Map.of());
        return out;
    }

    /** Mostly finding, nothing absent; every weight but the tower's. */
    private static Recipe recipe(Path from, String tower) {
        Recipe.Stage stage =
                new Recipe.Stage(
                        "places",
                        STEPS,
                        2,
                        1,
                        2,
                        null,
                        new Recipe.Rate(3e-3, 0.05, LearningRate.Decay.CONSTANT, 1),
                        new Objectives(
                                1,
                                null,
                                new Objectives.Places(5, 2, 1, 1),
                                new Objectives.Dense(0.1, 0, 1, 1, 0.1),
                                new Objectives.Attention(1, 1, 0.1),
                                null),
                        List.of(new PartRule(tower, 0)));
        return new Recipe(
                "extended",
                5,
                new Recipe.Start(from, null, null, null, null),
                new SceneOptions(
                        64,
                        64,
                        2,
                        3,
                        0.3,
                        0.5,
                        0.6,
                        2,
                        new SceneMix(.5, .2, .05, 0, .05, .1, .05, .05)),
                null,
                Recipe.Optimizer.defaults(),
                List.of(stage),
                1,
                1,
                1,
                STEPS);
    }

    @ParameterizedTest
    @CsvSource({
        "llava15-fp32, vision_tower",
        "bunny-llama3-fp32, model.vision_tower",
        "llava15-full-select-bf16, vision_tower",
        "smolvlm-idefics3-fp32, model.vision_model",
        "qwen2vl-fp32, visual"
    })
    void trainsAndFinds(String name, String tower) throws IOException {
        Path from = extended(name);
        RunDirectory run = TinyRecipes.begin(folder.resolve("run"), recipe(from, tower));
        List<Double> losses = new ArrayList<>();
        Path model =
                new Trainer(
                                run,
                                (step, total, stage, line) ->
                                        losses.add(Objects.requireNonNull(line.get("loss_total"))),
                                () -> false)
                        .train()
                        .orElseThrow();
        assertThat(mean(losses.subList(STEPS - 5, STEPS)))
                .as("losses " + losses)
                .isLessThan(0.7 * mean(losses.subList(0, 5)));
        if (!name.endsWith("bf16")) { // weights of 16 bits are trained, and written, in 32
            GoldenModels.assertSameWeights(
                    from, model, weight -> weight.startsWith(tower) && !isSpare(weight));
        }

        byte[] rgb = new byte[3 * 80 * 60];
        new Random(3).nextBytes(rgb);
        Image picture = new Image(new Canvas(80, 60), rgb);
        try (Assistant assistant = Assistant.open(AssistantConfig.of(model).withThreads(1))) {
            List<Region> found = assistant.ground(picture, "the apple");
            assertThat(found).as("losses " + losses).isNotEmpty();
            assertThat(found.getFirst().box().canvas()).isEqualTo(picture.canvas());
        }
        Path exported = folder.resolve("exported");
        Export.checkpoint(
                RunDirectory.open(run.folder()),
                run.latest().orElseThrow(),
                exported,
                DType.FLOAT16);
        try (Assistant assistant = Assistant.open(AssistantConfig.of(exported).withThreads(1))) {
            assertThat(assistant.info().supportsPlaces()).isTrue();
        }
    }

    private static boolean isSpare(String weight) {
        return weight.contains("post_layernorm") || weight.contains(".head.");
    }

    private static double mean(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    }
}
