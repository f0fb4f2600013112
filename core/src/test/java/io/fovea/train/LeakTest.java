package io.fovea.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.fovea.checkpoint.RunDirectory;
import io.fovea.tensor.Torch;
import io.fovea.testkit.ChildJvm;
import io.fovea.testkit.LeakRun;
import io.fovea.testkit.TinyRecipes;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;

/** Training holds the same native memory after many steps as after a few. */
class LeakTest {

    private static final Pattern LINE =
            Pattern.compile("(\\d+) resident_kb=(\\d+) allocated_kb=(-?\\d+)");
    private static final long ALLOWED_KB = 16 << 10;
    private static final long ALLOWED_ALLOCATED_KB = 6 << 10;

    @TempDir Path folder;

    @Test
    void everyStepGivesItsObjectsBack() throws IOException {
        RunDirectory run = TinyRecipes.begin(folder.resolve("run"), TinyRecipes.light(30, 30));
        List<Long> held = new ArrayList<>();
        new Trainer(run, (step, total, stage, line) -> held.add(Torch.liveObjects()), () -> false)
                .train();
        assertThat(held.subList(5, 30))
                .as("native objects after each step, %s", held)
                .containsOnly(held.get(5));
    }

    /** Where nothing is collected, what a scope forgets stays for ever. */
    @Test
    void residentMemoryIsFlatWithoutCollection() throws Exception {
        Path output = folder.resolve("output.txt");
        Process child =
                ChildJvm.start(
                        output,
                        List.of("-XX:+AlwaysPreTouch", "-Dorg.bytedeco.javacpp.nopointergc=true"),
                        LeakRun.class,
                        "train",
                        "300",
                        "50");
        int exit;
        try {
            exit = child.waitFor();
        } finally {
            child.destroyForcibly().waitFor();
        }
        String said = Files.readString(output);
        assertThat(exit).as(said).isZero();
        assertFlat(said, 2, ALLOWED_KB);
        assertFlat(said, 3, ALLOWED_ALLOCATED_KB);
    }

    private static void assertFlat(String said, int figure, long allowed) {
        List<Long> held =
                LINE.matcher(said).results().map(line -> Long.valueOf(line.group(figure))).toList();
        assertThat(held).as(said).hasSize(6);
        // A single reading may stand out (once 113 MB among readings of 86 to 90; why is not
        // known), so the least of the last three counts.
        long later = Collections.min(held.subList(3, 6));
        assertThat(later - held.get(1))
                .as("growth in kB since step 100, %s", held)
                .isLessThan(allowed);
    }
}
