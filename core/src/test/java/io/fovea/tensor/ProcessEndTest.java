package io.fovea.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import io.fovea.testkit.BusyProducts;
import io.fovea.testkit.ChildJvm;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process ends though a thread of it is inside a product of matrices. */
class ProcessEndTest {

    /** Of a process that a SIGTERM ended, as a shell tells it. */
    private static final int TERMINATED = 143;

    @TempDir Path folder;

    @ParameterizedTest
    @ValueSource(ints = {200, 350, 500})
    void aSignalEndsIt(int afterMillis) throws Exception {
        Path output = folder.resolve("output.txt");
        Process child = ChildJvm.start(output, List.of(), BusyProducts.class);
        try {
            while (child.isAlive() && !Files.readString(output).contains(BusyProducts.BEGUN)) {
                Thread.sleep(20);
            }
            Thread.sleep(afterMillis);
            child.destroy();
            assertThat(child.waitFor(20, TimeUnit.SECONDS)).as("it ended").isTrue();
        } finally {
            child.destroyForcibly().waitFor();
        }
        assertThat(child.exitValue()).as(read(output)).isEqualTo(TERMINATED);
    }

    @Test
    void itsOwnEndHasItsCode() throws Exception {
        Path output = folder.resolve("output.txt");
        Process child = ChildJvm.start(output, List.of(), BusyProducts.class, "7");
        try {
            assertThat(child.waitFor(40, TimeUnit.SECONDS)).as("it ended").isTrue();
        } finally {
            child.destroyForcibly().waitFor();
        }
        assertThat(child.exitValue()).as(read(output)).isEqualTo(7);
        assertThat(read(output)).isEqualTo(BusyProducts.BEGUN + System.lineSeparator());
    }

    private static String read(Path output) throws IOException {
        return Files.readString(output);
    }
}
