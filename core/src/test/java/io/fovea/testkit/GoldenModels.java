package io.fovea.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.fovea.checkpoint.ModelDirectory;
import io.fovea.checkpoint.StoredWeights;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.function.Predicate;

/** The tiny checkpoints of other people's families; see golden/NAME/PROVENANCE.md. */
public final class GoldenModels {

    private GoldenModels() {}

    /** A folder by its name. */
    public static Path folder(String name) {
        return Path.of("src", "test", "resources", "golden", name).toAbsolutePath();
    }

    /** Holds every chosen weight of a folder to that of another: same type, shape and bytes. */
    public static void assertSameWeights(Path expected, Path got, Predicate<String> chosen) {
        try (StoredWeights before = ModelDirectory.open(expected).openWeights();
                StoredWeights after = ModelDirectory.open(got).openWeights()) {
            for (String name : before.tensors().keySet()) {
                if (chosen.test(name)) {
                    assertThat(after.tensors()).containsKey(name);
                    assertThat(after.tensors().get(name))
                            .as(name)
                            .extracting("type", "shape")
                            .containsExactly(
                                    before.tensors().get(name).type(),
                                    before.tensors().get(name).shape());
                    assertThat(
                                    MemorySegment.mismatch(
                                            before.bytes(name),
                                            0,
                                            size(before, name),
                                            after.bytes(name),
                                            0,
                                            size(before, name)))
                            .as(name + ": first byte that differs")
                            .isEqualTo(-1);
                }
            }
        }
    }

    private static long size(StoredWeights weights, String name) {
        return weights.tensors().get(name).byteSize();
    }
}
