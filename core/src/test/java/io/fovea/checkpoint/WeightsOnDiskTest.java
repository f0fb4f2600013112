package io.fovea.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.fovea.tensor.DType;
import io.fovea.tensor.Scope;
import io.fovea.tensor.Tensor;
import io.fovea.tensor.Weights;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

class WeightsOnDiskTest {

    @TempDir Path folder;

    private static void assertSame(Tensor tensor, StoredTensor expected, String name) {
        assertThat(tensor.dtype()).as(name).isEqualTo(expected.type());
        assertThat(tensor.dims())
                .as(name)
                .isEqualTo(expected.shape().stream().mapToLong(Long::longValue).toArray());
        if (tensor.elements() > 0) {
            assertThat(Tensors.bytes(tensor.bytes()))
                    .as(name)
                    .isEqualTo(Tensors.bytes(expected.bytes()));
        }
    }

    @Test
    void tensorsOfEveryTypeKeepTheirBitsAsViewsAndAsCopies() {
        Map<String, StoredTensor> tensors = Tensors.everyType();
        Path file = folder.resolve("model.safetensors");
        new SafetensorsWriter().write(file, tensors);
        Path again = folder.resolve("again.safetensors");
        Scope scope = Scope.open();
        try (scope) {
            Weights copies;
            try (StoredWeights stored = StoredWeights.open(java.util.List.of(file))) {
                Weights views = stored.view();
                tensors.forEach((name, expected) -> assertSame(views.get(name), expected, name));
                assertThat(views.get("scalar").bytes().address())
                        .as("no copy")
                        .isEqualTo(stored.bytes("scalar").address());
                new SafetensorsWriter().write(again, views);
                copies = stored.load();
            }
            tensors.forEach((name, expected) -> assertSame(copies.get(name), expected, name));
        }
        assertThat(again).hasSameBinaryContentAs(file);
    }

    @Test
    void tensorsThatAreNotAlignedInTheFileLoadAllTheSame() throws IOException {
        String header =
                "{\"a\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1]},"
                        + "\"b\":{\"dtype\":\"F64\",\"shape\":[2],\"data_offsets\":[1,17]}} ";
        Path file = Tensors.file(folder, header, 17);
        Scope scope = Scope.open();
        try (scope;
                Safetensors opened = Safetensors.open(file)) {
            assertThat(opened.view("b").toDoubles()).containsExactly(0, 0);
            assertThat(opened.load("b").toDoubles()).containsExactly(0, 0);
            assertThat(opened.view("b").bytes().address() % 8).isZero();
        }
    }

    @Test
    void transposedTensorsAreWrittenInTheOrderOfTheirShape() {
        Path file = folder.resolve("t.safetensors");
        Scope scope = Scope.open();
        try (scope) {
            Tensor tensor = Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, 2, 3).transpose(0, 1);
            new SafetensorsWriter().write(file, new Weights().put("t", tensor));
            try (Safetensors opened = Safetensors.open(file)) {
                assertThat(opened.info("t"))
                        .isEqualTo(new TensorInfo(DType.FLOAT32, java.util.List.of(3L, 2L), 0, 24));
                assertThat(opened.load("t").toFloats()).containsExactly(1, 4, 2, 5, 3, 6);
            }
        }
    }
}
