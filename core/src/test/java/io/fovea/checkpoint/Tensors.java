package io.fovea.checkpoint;

import io.fovea.tensor.DType;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Tensors and files made up for the tests of this package. */
final class Tensors {

    private Tensors() {}

    static StoredTensor random(DType type, Random random, long... shape) {
        long count = 1;
        List<Long> sizes = new java.util.ArrayList<>();
        for (long size : shape) {
            count *= size;
            sizes.add(size);
        }
        byte[] bytes = new byte[(int) count * type.bytes()];
        random.nextBytes(bytes);
        if (type == DType.BOOL) {
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] &= 1;
            }
        }
        return new StoredTensor(type, sizes, MemorySegment.ofArray(bytes));
    }

    /** One tensor of every type, one scalar, one of no elements, names that need escapes. */
    static Map<String, StoredTensor> everyType() {
        Random random = new Random(11);
        Map<String, StoredTensor> tensors = new LinkedHashMap<>();
        for (DType type : DType.values()) {
            tensors.put("block.0." + type.safetensorsName(), random(type, random, 3, 5));
        }
        tensors.put("scalar", random(DType.FLOAT32, random));
        tensors.put("empty", random(DType.BFLOAT16, random, 4, 0, 2));
        tensors.put("name with \"quotes\", \u00e9 and \\", random(DType.UINT8, random, 7));
        return tensors;
    }

    static byte[] bytes(MemorySegment segment) {
        return segment.toArray(ValueLayout.JAVA_BYTE);
    }

    /** A file of this header and this many zero bytes of data. */
    static Path file(Path folder, String header, int dataBytes) throws IOException {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        return raw(folder, json.length, json, dataBytes);
    }

    static Path raw(Path folder, long length, byte[] header, int dataBytes) throws IOException {
        ByteBuffer bytes =
                ByteBuffer.allocate(8 + header.length + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(length).put(header);
        return Files.write(folder.resolve("model.safetensors"), bytes.array());
    }
}
