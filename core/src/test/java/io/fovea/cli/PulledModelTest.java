package io.fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.fovea.config.StrictJson;
import io.fovea.perception.PerceptionExtension;
import io.fovea.testkit.ChildJvm;
import io.fovea.testkit.GoldenModels;
import io.fovea.testkit.TinyRecipes;
import io.fovea.train.Recipe;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Recipes name a pulled model as verbs do. */
class PulledModelTest {

    private static final String COMMIT = "b".repeat(40);

    @TempDir Path folder;

    private String train(String from) throws Exception {
        Recipe light = TinyRecipes.light(1, 1);
        Recipe recipe =
                new Recipe(
                        "pulled",
                        1,
                        new Recipe.Start(Path.of(from), null, null, null, null),
                        light.scenes(),
                        light.data(),
                        light.optimizer(),
                        light.stages(),
                        1,
                        1,
                        1,
                        1);
        Path file = Files.writeString(folder.resolve("recipe.json"), StrictJson.write(recipe));
        Path output = folder.resolve("output.txt");
        Process child =
                ChildJvm.start(
                        output,
                        Map.of("HF_HUB_CACHE", folder.resolve("cache").toString()),
                        List.of(),
                        Main.class,
                        "train",
                        file.toString(),
                        "--runs",
                        folder.resolve("runs").toString());
        int code = child.waitFor();
        return code + "\n" + Files.readString(output);
    }

    private void pulled(String name) throws IOException {
        Path model = folder.resolve("extended");
        PerceptionExtension.write(
                GoldenModels.folder("llava15-fp32"),
                model,
                PerceptionExtension.Settings.defaults(),
                "test",
                Map.of());
        Path cached = folder.resolve("cache").resolve("models--" + name.replace("/", "--"));
        Files.createDirectories(cached.resolve("snapshots"));
        Files.createSymbolicLink(
                cached.resolve("snapshots").resolve(COMMIT), model.toAbsolutePath());
        Files.createDirectories(cached.resolve("refs"));
        Files.writeString(cached.resolve("refs/main"), COMMIT);
    }

    @Test
    void aRecipeGoesOnFromOne() throws Exception {
        pulled("org/tiny");
        assertThat(train("org/tiny")).startsWith("0\n").contains("model: ");
    }

    @Test
    void oneThatWasNotPulledIsTold() throws Exception {
        assertThat(train("org/absent"))
                .startsWith("1\n")
                .contains("fovea: there is no folder org/absent", "fovea pull org/absent")
                .doesNotContain("\tat ");
    }
}
