package io.fovea.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fovea.tensor.DType;
import io.fovea.tensor.Tensor;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Weights that are made while they are written. */
class StreamedWeightsTest {

    @TempDir Path folder;

    private static LinkedHashMap<String, TensorPlan> plans() {
        LinkedHashMap<String, TensorPlan> plans = new LinkedHashMap<>();
        plans.put("b", new TensorPlan(DType.BFLOAT16, List.of(3L, 4L)));
        plans.put("a", new TensorPlan(DType.FLOAT32, List.of(5L)));
        plans.put("scalar", new TensorPlan(DType.INT64, List.of()));
        plans.put("empty", new TensorPlan(DType.FLOAT32, List.of(0L, 2L)));
        return plans;
    }

    private static Tensor make(String name) {
        TensorPlan plan = plans().get(name);
        long[] dims = plan.shape().stream().mapToLong(Long::longValue).toArray();
        return Tensor.full(name.length() + name.charAt(0) % 7, plan.type(), dims);
    }

    private Path folder(String name) throws IOException {
        return Files.createDirectory(folder.resolve(name));
    }

    @Test
    void streamedFilesAreThoseThatAreWrittenAtOnce() throws IOException {
        for (long limit : new long[] {1000, 30}) {
            Path streamed = folder("streamed" + limit);
            Path whole = folder("whole" + limit);
            new SafetensorsWriter().writeModel(streamed, plans(), StreamedWeightsTest::make, limit);
            try (var scope = io.fovea.tensor.Scope.open()) {
                Map<String, StoredTensor> tensors = new LinkedHashMap<>();
                plans().keySet().forEach(n -> tensors.put(n, StoredTensor.of(make(n))));
                new SafetensorsWriter().writeModel(whole, tensors, limit);
            }
            List<Path> files;
            try (Stream<Path> list = Files.list(whole)) {
                files = list.toList();
            }
            assertThat(files).hasSize(limit == 1000 ? 1 : 3);
            for (Path file : files) {
                assertThat(streamed.resolve(file.getFileName())).hasSameBinaryContentAs(file);
            }
        }
    }

    @Test
    void eachTensorIsMadeOnceInTheOrderOfTheFile() {
        List<String> made = new ArrayList<>();
        new SafetensorsWriter()
                .writeModel(
                        folder,
                        plans(),
                        name -> {
                            made.add(name);
                            return make(name);
                        },
                        SafetensorsWriter.DEFAULT_SHARD_BYTES);
        assertThat(made).containsExactly("scalar", "a", "empty", "b");
    }

    @Test
    void aTensorOtherThanPlannedOrAFailureLeavesNoFile() {
        assertThatThrownBy(
                        () ->
                                new SafetensorsWriter()
                                        .writeModel(folder, plans(), name -> Tensor.zeros(5), 1000))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("scalar: planned INT64 [], got FLOAT32 [5]");
        assertThatThrownBy(
                        () ->
                                new SafetensorsWriter()
                                        .writeModel(
                                                folder,
                                                plans(),
                                                name -> {
                                                    throw new IllegalStateException("no");
                                                },
                                                1000))
                .hasMessage("no");
        assertThat(folder).isEmptyDirectory();
    }
}
