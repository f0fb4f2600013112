package io.fovea.model.images;

import static org.assertj.core.api.Assertions.assertThat;

import io.fovea.checkpoint.Safetensors;
import io.fovea.geometry.Canvas;
import io.fovea.image.Image;
import io.fovea.testkit.Golden;

import java.lang.foreign.ValueLayout;
import java.util.List;

/** A golden folder's {@code expected.safetensors} as plain arrays. */
final class Reference implements AutoCloseable {

    private static final float BOUND = 1e-6f;

    private final Safetensors stored;
    private final String folder;

    Reference(Golden golden, String folder) {
        this.stored = Safetensors.open(golden.file("expected.safetensors"));
        this.folder = folder;
    }

    boolean has(String name) {
        return stored.tensors().containsKey(name);
    }

    List<String> names(String prefix) {
        return stored.tensors().keySet().stream().filter(n -> n.startsWith(prefix)).toList();
    }

    long[] shape(String name) {
        return stored.info(name).shape().stream().mapToLong(Long::longValue).toArray();
    }

    float[] floats(String name) {
        return stored.bytes(name).toArray(ValueLayout.JAVA_FLOAT_UNALIGNED);
    }

    byte[] bytes(String name) {
        return stored.bytes(name).toArray(ValueLayout.JAVA_BYTE);
    }

    long[] longs(String name) {
        return stored.bytes(name).toArray(ValueLayout.JAVA_LONG_UNALIGNED);
    }

    Image image(String name) {
        long[] shape = shape(name);
        return new Image(new Canvas((int) shape[1], (int) shape[0]), bytes(name));
    }

    /** Every number within the bound, the worst one named. */
    void check(String name, float[] got) {
        float[] expected = floats(name);
        assertThat(got).as("%s %s", folder, name).hasSameSizeAs(expected);
        int worst = 0;
        for (int i = 0; i < got.length; i++) {
            if (!(Math.abs(got[i] - expected[i]) <= Math.abs(got[worst] - expected[worst]))) {
                worst = i;
            }
        }
        assertThat(Math.abs(got[worst] - expected[worst]))
                .as(
                        "%s %s is worst at %d of %d: got %s, expected %s",
                        folder, name, worst, got.length, got[worst], expected[worst])
                .isLessThanOrEqualTo(BOUND);
    }

    @Override
    public void close() {
        stored.close();
    }
}
