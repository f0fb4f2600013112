package io.fovea.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;

import io.fovea.config.StrictJson;
import io.fovea.tensor.Scope;
import io.fovea.tensor.Tensor;
import io.fovea.tensor.Weights;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

class RunDirectoryTest {

    @TempDir Path folder;
    private Path run;

    @BeforeEach
    void begin() {
        run = folder.resolve("run");
        RunDirectory.create(run, "{ }", Provenance.now("{ }", "unknown", 1, Map.of()));
    }

    private static void save(RunDirectory run, long step, int keep) {
        Scope scope = Scope.open();
        try (scope) {
            Weights model =
                    new Weights().put("w", Tensor.full(step, io.fovea.tensor.DType.FLOAT32, 5));
            Weights moments =
                    new Weights().put("w.m", Tensor.full(-step, io.fovea.tensor.DType.FLOAT32, 5));
            JsonNode position = StrictJson.tree("{\"step\": " + step + "}", "test");
            run.save(step, new RunState(model, moments, position), keep);
        }
    }

    private static JsonNode line(long step) {
        return StrictJson.tree("{\"step\": " + step + ", \"loss\": 0.5}", "test");
    }

    private static void assertHolds(RunStep step, long number) {
        assertThat(step.step()).isEqualTo(number);
        assertThat(step.position().path("step").asLong()).isEqualTo(number);
        Scope scope = Scope.open();
        try (scope;
                StoredWeights model = step.openModel();
                StoredWeights optimizer = step.openOptimizer()) {
            assertThat(model.load().get("w").toFloats()).containsOnly(number).hasSize(5);
            assertThat(optimizer.load().get("w.m").toFloats()).containsOnly(-number).hasSize(5);
        }
    }

    @Test
    void theLatestStepsAreKeptAndComeBack() {
        RunDirectory opened = RunDirectory.open(run);
        assertThat(opened.recipe()).isEqualTo("{ }");
        assertThat(opened.latest()).isEmpty();
        for (long step : new long[] {5, 10, 100, 100_000_000L}) {
            save(opened, step, 2);
        }
        assertThat(opened.steps().stream().map(RunStep::step)).containsExactly(100_000_000L, 100L);
        assertHolds(opened.latest().orElseThrow(), 100_000_000L);
        save(opened, 100, 3);
        assertThat(opened.steps()).hasSize(2);
        assertThatThrownBy(() -> RunDirectory.create(run, "{}", Provenance.read(run)))
                .isInstanceOf(CheckpointError.class);
        assertThatThrownBy(() -> RunDirectory.open(folder))
                .isInstanceOf(CheckpointError.class)
                .hasMessageContaining("no recipe.json");
    }

    @Test
    void leftoversOfAKillAreNeverReadAndGoOnResume() throws IOException {
        RunDirectory opened = RunDirectory.open(run);
        save(opened, 1, 9);
        save(opened, 2, 9);
        save(opened, 3, 9);
        save(opened, 4, 9);
        save(opened, 5, 9);
        Path five = run.resolve("step-00000005");
        Files.move(five, run.resolve(".step-00000005.77-abc.tmp"));
        Files.delete(run.resolve("step-00000004/complete.json"));
        Files.delete(run.resolve("step-00000003/optimizer.safetensors"));
        Path cut = run.resolve("step-00000002/model.safetensors");
        Files.write(cut, java.util.Arrays.copyOf(Files.readAllBytes(cut), 40));
        Files.writeString(run.resolve(".log.jsonl.77-abc.tmp"), "half");
        assertHolds(RunDirectory.open(run).latest().orElseThrow(), 1);
        assertThat(run.resolve(".log.jsonl.77-abc.tmp")).as("opening changes nothing").exists();
        RunDirectory resumed = RunDirectory.resume(run);
        assertHolds(resumed.latest().orElseThrow(), 1);
        try (Stream<Path> files = Files.list(run)) {
            assertThat(files.map(p -> p.getFileName().toString()))
                    .noneMatch(n -> n.endsWith(".tmp"));
        }
        save(resumed, 4, 2);
        assertHolds(resumed.latest().orElseThrow(), 4);
    }

    @Test
    void theLogGoesOnFromTheLatestStep() throws IOException {
        RunDirectory opened = RunDirectory.open(run);
        assertThat(opened.log().lines()).isEmpty();
        for (long step = 1; step <= 8; step++) {
            opened.log().append(line(step));
            if (step == 5) {
                save(opened, step, 1);
            }
        }
        Files.writeString(
                run.resolve("log.jsonl"), "{\"step\": 9, \"lo", StandardOpenOption.APPEND);
        assertThat(opened.log().lines()).hasSize(8);
        RunDirectory resumed = RunDirectory.resume(run);
        resumed.log().append(line(6));
        assertThat(resumed.log().lines().stream().map(n -> n.path("step").asLong()))
                .containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
    }

    /** Saves steps without end, in a process of its own that the test kills. */
    public static void main(String[] args) {
        RunDirectory run = RunDirectory.open(Path.of(args[0]));
        for (long step = 1; ; step++) {
            save(run, step, 2);
            run.log().append(line(step));
        }
    }

    @Test
    void aKilledProcessLeavesAWholeStep() throws Exception {
        for (int round = 0; round < 3; round++) {
            Process process =
                    new ProcessBuilder(
                                    Path.of(System.getProperty("java.home"), "bin", "java")
                                            .toString(),
                                    "--enable-native-access=ALL-UNNAMED",
                                    "-cp",
                                    System.getProperty("java.class.path"),
                                    RunDirectoryTest.class.getName(),
                                    run.toString())
                            .redirectErrorStream(true)
                            .redirectOutput(folder.resolve("output").toFile())
                            .start();
            try {
                long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
                while (RunDirectory.open(run).log().lines().size() < 10) {
                    assertThat(process.isAlive())
                            .as(() -> "the process writes: " + folder.resolve("output"))
                            .isTrue();
                    assertThat(System.nanoTime()).as("a minute passed").isLessThan(end);
                    Thread.sleep(50 + 37L * round);
                }
            } finally {
                process.destroyForcibly().waitFor();
            }
            RunDirectory resumed = RunDirectory.resume(run);
            RunStep latest = resumed.latest().orElseThrow();
            assertHolds(latest, latest.step());
            assertThat(resumed.log().lines()).hasSizeGreaterThanOrEqualTo(9);
            AtomicFolder.deleteQuietly(run);
            begin();
        }
    }
}
