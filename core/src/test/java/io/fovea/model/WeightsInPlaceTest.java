package io.fovea.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fovea.checkpoint.ModelDirectory;
import io.fovea.checkpoint.SafetensorsWriter;
import io.fovea.checkpoint.StoredWeights;
import io.fovea.checkpoint.TensorPlan;
import io.fovea.nn.Linear;
import io.fovea.nn.Module;
import io.fovea.perception.PerceptionHeads;
import io.fovea.tensor.DType;
import io.fovea.tensor.Device;
import io.fovea.tensor.Grad;
import io.fovea.tensor.Rng;
import io.fovea.tensor.Scope;
import io.fovea.tensor.Tensor;
import io.fovea.testkit.Close;
import io.fovea.testkit.OutsideData;
import io.fovea.testkit.TinyModels;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Weights that stay in the mapped file: the same numbers, no memory, gone with the model. */
class WeightsInPlaceTest {

    private static final int LAYERS = 16;
    private static final int WIDTH = 2048;
    private static final long BYTES = 4L * LAYERS * WIDTH * WIDTH;

    @TempDir Path folder;

    /** 16 layers of 2048 x 2048: 268 MB in fp32. */
    private static final class Stack extends Module {
        private final List<Linear> layers =
                children("layers", LAYERS, i -> new Linear(WIDTH, WIDTH, false));

        Tensor forward(Tensor x) {
            Tensor out = x;
            for (Linear layer : layers) {
                out = layer.forward(out);
            }
            return out;
        }
    }

    private ModelDirectory write() throws IOException {
        LinkedHashMap<String, TensorPlan> plans = new LinkedHashMap<>();
        for (int i = 0; i < LAYERS; i++) {
            long side = WIDTH;
            plans.put(
                    "layers." + i + ".weight", new TensorPlan(DType.FLOAT32, List.of(side, side)));
        }
        new SafetensorsWriter()
                .writeModel(
                        folder,
                        plans,
                        name -> new Rng(name.hashCode()).normal(0.02, WIDTH, WIDTH),
                        SafetensorsWriter.DEFAULT_SHARD_BYTES);
        Files.writeString(folder.resolve("config.json"), "{}");
        return ModelDirectory.open(folder);
    }

    private static long anonymous() throws IOException {
        Path rollup = Path.of("/proc/self/smaps_rollup");
        OutsideData.require(
                Files.isReadable(rollup), "there is no " + rollup + ", so memory cannot be seen");
        try (Stream<String> lines = Files.lines(rollup)) {
            return lines.filter(line -> line.startsWith("Anonymous:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                    .sum();
        }
    }

    private boolean isMapped() throws IOException {
        return Files.readString(Path.of("/proc/self/maps")).contains(folder.toString());
    }

    private static float[] answer(Stack stack) {
        try (Scope scope = Scope.open();
                Grad off = Grad.off()) {
            return stack.forward(Tensor.ones(1, WIDTH)).toFloats();
        }
    }

    @Test
    void aMappedModelComputesTheSameWithoutMemoryOfItsOwn() throws IOException {
        ModelDirectory directory = write();
        Tensor.ones(1).close();
        long before = anonymous();
        float[] mapped;
        long grownMapped;
        try (Stack stack = new Stack()) {
            StoredWeights stored = directory.openWeights();
            try (Scope scope = Scope.open()) {
                stack.loadInPlace(stored.view(), DType.FLOAT32, Device.CPU, stored::close)
                        .orThrow("the test");
            }
            mapped = answer(stack);
            grownMapped = anonymous() - before;
            assertThat(isMapped()).isTrue();
            assertThat(stack.layers.getFirst().weight().isBorrowed()).isTrue();
            assertThatThrownBy(() -> stack.setTrainable(true))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("cannot be trained");
        }
        assertThat(isMapped()).as("mapped after close").isFalse();
        long between = anonymous();
        try (Stack stack = new Stack()) {
            try (Scope scope = Scope.open();
                    StoredWeights stored = directory.openWeights()) {
                stack.loadCopies(stored.view(), DType.FLOAT32, Device.CPU).orThrow("the test");
            }
            assertThat(isMapped()).isFalse();
            assertThat(answer(stack)).containsExactly(mapped);
            long grownCopied = anonymous() - between;
            System.out.printf(
                    "%d MB of weights: anonymous memory grows by %d MB in place, %d MB as copies%n",
                    BYTES >> 20, grownMapped >> 20, grownCopied >> 20);
            assertThat(grownMapped).isLessThan(BYTES / 4);
            assertThat(grownCopied).isGreaterThan(BYTES * 3 / 4);
        }
        converts(directory, folder);
    }

    private static void converts(ModelDirectory directory, Path folder) throws IOException {
        try (Stack stack = new Stack()) {
            StoredWeights stored = directory.openWeights();
            try (Scope scope = Scope.open()) {
                stack.loadInPlace(stored.view(), DType.BFLOAT16, Device.CPU, stored::close);
            }
            assertThat(Files.readString(Path.of("/proc/self/maps")))
                    .as("the file is let go at once")
                    .doesNotContain(folder.toString());
            assertThat(stack.layers.getLast().weight().value().dtype()).isEqualTo(DType.BFLOAT16);
            assertThat(stack.layers.getLast().weight().isBorrowed()).isFalse();
            stack.setTrainable(true);
        }
    }

    @Test
    void aModelFolderOpensEitherWayToTheSameBits(@TempDir Path parent) throws IOException {
        Path tiny = TinyModels.folder(parent, TinyModels.Size.TINY, 3);
        try (ModelFolder.Opened own =
                        ModelFolder.open(tiny, PerceptionHeads::attach, DType.FLOAT32, Device.CPU);
                ModelFolder.Opened lent =
                        ModelFolder.openInPlace(
                                tiny, PerceptionHeads::attach, DType.FLOAT32, Device.CPU)) {
            own.model()
                    .parameters()
                    .forEach(
                            (name, parameter) -> {
                                var other =
                                        Objects.requireNonNull(lent.model().parameters().get(name));
                                Close.checkSame(name, parameter.value(), other.value());
                                assertThat(other.isBorrowed())
                                        .as(name)
                                        .isEqualTo(!parameter.isBuffer());
                                assertThat(parameter.isBorrowed()).as(name).isFalse();
                            });
            own.model().setTrainable(true);
        }
        assertThat(Files.readString(Path.of("/proc/self/maps"))).doesNotContain(tiny.toString());
    }
}
