package io.fovea.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fovea.checkpoint.CheckpointError;
import io.fovea.checkpoint.RunDirectory;
import io.fovea.checkpoint.RunStep;
import io.fovea.cli.Main;
import io.fovea.config.StrictJson;
import io.fovea.testkit.ChildJvm;
import io.fovea.testkit.TinyRecipes;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A disk that fills up during a run ends it with what to do, and takes nothing that was there. */
class FullDiskTest {

    private static final Recipe RECIPE = TinyRecipes.recipe(2, 4, 1, 2);

    @TempDir Path folder;

    private RunDirectory trained(String name, int steps) {
        RunDirectory run = TinyRecipes.begin(folder.resolve(name), RECIPE);
        int[] asked = {0};
        TinyRecipes.train(run, () -> ++asked[0] >= steps);
        return run;
    }

    @Test
    void aLogThatCannotGrowEndsTheRunAtItsLastCheckpoint() throws IOException {
        Path full = Path.of("/dev/full");
        assertThat(Files.isWritable(full)).as("needs /dev/full, which Linux has").isTrue();
        RunDirectory run = trained("log", 3);
        Path log = run.folder().resolve("log.jsonl");
        Path aside = Files.move(log, run.folder().resolve("aside.jsonl"));
        Files.createSymbolicLink(log, full);
        assertThatThrownBy(() -> TinyRecipes.train(RunDirectory.open(run.folder()), () -> false))
                .isInstanceOf(CheckpointError.class)
                .hasMessageContaining("log.jsonl")
                .hasMessageContaining("No space left on device")
                .hasMessageContaining("free some space");
        Files.delete(log);
        Files.move(aside, log);
        assertGoesOnFrom(3, run.folder());
    }

    @Test
    void aCheckpointThatDoesNotFitLeavesTheOlderOnes() throws Exception {
        assertThat(Files.isExecutable(Path.of("/bin/sh"))).as("needs a shell with ulimit").isTrue();
        RunDirectory run = trained("tiny", 3);
        Path recipe = Files.writeString(folder.resolve("recipe.json"), StrictJson.write(RECIPE));
        Path output = folder.resolve("output.txt");
        long weights = Files.size(run.latest().orElseThrow().folder().resolve("model.safetensors"));
        List<String> limited =
                new ArrayList<>(
                        List.of(
                                "/bin/sh",
                                "-c",
                                "ulimit -f " + weights / 2048 + " && exec \"$@\"",
                                "sh"));
        ProcessBuilder builder =
                ChildJvm.builder(
                        List.of("-XX:-UsePerfData"),
                        Main.class,
                        "train",
                        recipe.toString(),
                        "--resume",
                        "--runs",
                        folder.toString());
        limited.addAll(builder.command());
        Process child =
                builder.command(limited)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
        assertThat(child.waitFor()).as(Files.readString(output)).isEqualTo(1);
        assertThat(Files.readString(output))
                .contains("step-00000004", "File too large", "free some space")
                .doesNotContain("\tat ");
        assertGoesOnFrom(3, run.folder());
    }

    private void assertGoesOnFrom(long step, Path folder) throws IOException {
        RunDirectory resumed = RunDirectory.resume(folder);
        assertThat(resumed.latest().orElseThrow().step()).isEqualTo(step);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .noneMatch(name -> name.endsWith(".tmp"))
                    .doesNotContain("step-00000004");
        }
        assertThat(TinyRecipes.train(resumed, () -> false)).isPresent();
        RunDirectory whole = TinyRecipes.begin(this.folder.resolve("whole"), RECIPE);
        TinyRecipes.train(whole, () -> false);
        RunStep expected = whole.latest().orElseThrow();
        RunStep got = resumed.latest().orElseThrow();
        for (String file : List.of("model.safetensors", "optimizer.safetensors")) {
            assertThat(Files.mismatch(got.folder().resolve(file), expected.folder().resolve(file)))
                    .as("first byte of %s that differs", file)
                    .isEqualTo(-1);
        }
        assertThat(resumed.log().lines()).hasSize(6);
    }
}
