package io.fovea.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.fovea.geometry.Canvas;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The pictures and numbers under {@code golden/image_preprocess}. */
final class PreprocessGolden {

    static final String FOLDER = "/golden/image_preprocess/";

    private final JsonNode header;
    private final ByteBuffer data;

    PreprocessGolden() {
        try {
            ByteBuffer all =
                    ByteBuffer.wrap(bytes("expected.safetensors")).order(ByteOrder.LITTLE_ENDIAN);
            int length = Math.toIntExact(all.getLong());
            byte[] json = new byte[length];
            all.get(json);
            header = new ObjectMapper().readTree(json);
            data = all.slice().order(ByteOrder.LITTLE_ENDIAN);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] bytes(String name) {
        try (InputStream in = PreprocessGolden.class.getResourceAsStream(FOLDER + name)) {
            return Objects.requireNonNull(in, name).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<String> names(String prefix) {
        List<String> names = new ArrayList<>();
        header.fieldNames().forEachRemaining(names::add);
        names.removeIf(name -> !name.startsWith(prefix));
        return names;
    }

    private ByteBuffer slice(String name) {
        JsonNode offsets = header.get(name).get("data_offsets");
        int from = offsets.get(0).asInt();
        return data.slice(from, offsets.get(1).asInt() - from).order(ByteOrder.LITTLE_ENDIAN);
    }

    Image image(String name) {
        JsonNode shape = header.get(name).get("shape");
        byte[] rgb = new byte[slice(name).remaining()];
        slice(name).get(rgb);
        return new Image(new Canvas(shape.get(1).asInt(), shape.get(0).asInt()), rgb);
    }

    /** Largest difference of two pictures of one size in grey levels. */
    static int worst(Image a, Image b) {
        if (!a.canvas().equals(b.canvas())) {
            throw new AssertionError(a + " is not the size of " + b);
        }
        int worst = 0;
        for (int i = 0; i < a.rgb().length; i++) {
            worst = Math.max(worst, Math.abs((a.rgb()[i] & 0xff) - (b.rgb()[i] & 0xff)));
        }
        return worst;
    }
}
