package io.fovea.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fovea.checkpoint.RunDirectory;
import io.fovea.checkpoint.RunStep;
import io.fovea.cli.Main;
import io.fovea.config.StrictJson;
import io.fovea.testkit.ChildJvm;
import io.fovea.testkit.TinyRecipes;
import io.fovea.tuning.PartRule;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** A run that was interrupted ends with the bits of one that was not. */
class TrainerTest {

    private static final long FIRST = 3;
    private static final long SECOND = 9;
    private static final int WORKERS = 2;

    @TempDir static Path shared;

    @TempDir Path folder;

    private static RunDirectory whole;

    @BeforeAll
    static void runToTheEnd() {
        whole = TinyRecipes.begin(shared.resolve("whole"), recipe());
        assertThat(TinyRecipes.train(whole, () -> false)).isPresent();
    }

    private static Recipe recipe() {
        return TinyRecipes.recipe(FIRST, SECOND, WORKERS, 2);
    }

    private static void assertSameEnd(RunDirectory other) throws IOException {
        RunStep expected = whole.latest().orElseThrow();
        RunStep got = other.latest().orElseThrow();
        assertThat(got.step()).isEqualTo(FIRST + SECOND);
        for (String file : List.of("model.safetensors", "optimizer.safetensors", "position.json")) {
            assertThat(Files.mismatch(got.folder().resolve(file), expected.folder().resolve(file)))
                    .as("first byte of %s that differs", file)
                    .isEqualTo(-1);
        }
        assertThat(
                        Files.mismatch(
                                other.folder().resolve("model/model.safetensors"),
                                whole.folder().resolve("model/model.safetensors")))
                .isEqualTo(-1);
    }

    /** True from the n-th time it is asked. */
    private static BooleanSupplier afterSteps(int n) {
        AtomicInteger asked = new AtomicInteger();
        return () -> asked.incrementAndGet() >= n;
    }

    @Test
    void theSameRecipeGivesTheSameBits() throws IOException {
        RunDirectory again = TinyRecipes.begin(folder.resolve("again"), recipe());
        TinyRecipes.train(again, () -> false);
        assertSameEnd(again);
    }

    @ParameterizedTest(name = "stopped after {0} steps")
    @ValueSource(ints = {1, 3, 7})
    void aStoppedRunGoesOn(int steps) throws IOException {
        RunDirectory run = TinyRecipes.begin(folder.resolve("run"), recipe());
        assertThat(TinyRecipes.train(run, afterSteps(steps))).isEmpty();
        assertThat(run.latest().orElseThrow().step()).isEqualTo(steps);
        RunDirectory resumed = RunDirectory.resume(run.folder());
        assertThat(TinyRecipes.train(resumed, () -> false)).isPresent();
        assertSameEnd(resumed);
        assertThat(resumed.log().lines()).hasSize((int) (FIRST + SECOND));
    }

    @Test
    void aKilledRunGoesOn() throws Exception {
        Path recipe = Files.writeString(folder.resolve("recipe.json"), StrictJson.write(recipe()));
        Path output = folder.resolve("output.txt");
        Process child =
                ChildJvm.start(
                        output,
                        List.of(),
                        Main.class,
                        "train",
                        recipe.toString(),
                        "--runs",
                        folder.toString());
        try {
            await(child, output, () -> Files.exists(folder.resolve("tiny/step-00000004")));
        } finally {
            child.destroyForcibly().waitFor();
        }
        RunDirectory run = RunDirectory.resume(folder.resolve("tiny"));
        assertThat(run.latest().orElseThrow().step()).isBetween(4L, FIRST + SECOND - 1);
        TinyRecipes.train(run, () -> false);
        assertSameEnd(run);
    }

    @Test
    void askedToEndItWritesACheckpointAndEnds() throws Exception {
        Recipe endless = TinyRecipes.recipe(1, 100_000, 1, 100_000);
        Path recipe = Files.writeString(folder.resolve("recipe.json"), StrictJson.write(endless));
        Path output = folder.resolve("output.txt");
        Path run = folder.resolve("tiny");
        Process child =
                ChildJvm.start(
                        output,
                        List.of(),
                        Main.class,
                        "train",
                        recipe.toString(),
                        "--runs",
                        folder.toString());
        try {
            await(
                    child,
                    output,
                    () ->
                            Files.exists(run.resolve("log.jsonl"))
                                    && RunDirectory.open(run).log().lines().size() >= 3);
            child.destroy();
            assertThat(child.waitFor(20, TimeUnit.SECONDS)).as("it ended").isTrue();
        } finally {
            child.destroyForcibly().waitFor();
        }
        RunStep latest = RunDirectory.open(run).latest().orElseThrow();
        assertThat(latest.step()).as("the step it came to").isGreaterThanOrEqualTo(3);
        assertThat(Files.readString(output)).doesNotContain("Exception").doesNotContain("SIGSEGV");
        try (Stream<Path> files = Files.list(run)) {
            assertThat(files.map(path -> path.getFileName().toString()))
                    .noneMatch(name -> name.endsWith(".tmp"));
        }
    }

    private static void await(Process child, Path output, BooleanSupplier condition)
            throws Exception {
        long deadline = System.nanoTime() + Duration.ofSeconds(90).toNanos();
        while (!condition.getAsBoolean()) {
            if (!child.isAlive() || System.nanoTime() > deadline) {
                throw new AssertionError(
                        "the run did not come so far:\n" + Files.readString(output));
            }
            Thread.sleep(5);
        }
    }

    @Test
    void aRecipeThatDoesNotFitItsModelIsRefusedBeforeTheFirstStep() {
        Recipe good = recipe();
        Recipe.Stage stage = good.stages().get(1);
        Recipe.Stage bad =
                new Recipe.Stage(
                        "bad",
                        5,
                        2,
                        1,
                        0,
                        null,
                        stage.rate(),
                        new Objectives(
                                1, null, null, null, new Objectives.Attention(2, 3, 1), null),
                        List.of(new PartRule("vision_towr", 0), new PartRule("", 0)));
        Recipe recipe =
                new Recipe(
                        "tiny",
                        1,
                        good.model(),
                        good.scenes(),
                        good.data(),
                        good.optimizer(),
                        List.of(stage, bad),
                        1,
                        1,
                        1,
                        100);
        RunDirectory run = TinyRecipes.begin(folder.resolve("run"), recipe);
        assertThatThrownBy(() -> TinyRecipes.train(run, () -> false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no weight begins with 'vision_towr'")
                .hasMessageContaining("freeze every weight")
                .hasMessageContaining("layer 2 and 3 heads");
        assertThat(run.latest()).isEmpty();
    }
}
