package io.fovea.checkpoint;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * The checked header of a safetensors file: eight bytes of length, little-endian, then JSON, then
 * the data. The rules are those of the format's own reader: tensors fill the data without gap or
 * overlap.
 *
 * @param dataStart where the data begins in the file
 * @param metadata free texts, such as {@code format: pt}
 * @param tensors by name, in the header's order
 */
record SafetensorsHeader(
        long dataStart, Map<String, String> metadata, Map<String, TensorInfo> tensors) {

    /** Longest header, as in the format's own reader. */
    static final long MAX_LENGTH = 100_000_000;

    SafetensorsHeader {
        metadata = Collections.unmodifiableMap(metadata);
        tensors = Collections.unmodifiableMap(tensors);
    }

    /**
     * The length of the header.
     *
     * @param length the first eight bytes of the file
     * @param fileSize bytes of the whole file
     */
    static int checkLength(long length, long fileSize, Path file) {
        if (length < 2 || length > MAX_LENGTH) {
            String got = Long.toUnsignedString(length) + " bytes";
            throw damaged("the length of the header", file, got, "2 to " + MAX_LENGTH + " bytes");
        }
        if (length > fileSize - 8) {
            String got = length + " bytes in a file of " + fileSize;
            throw damaged(
                    "the header is longer than the file", file, got, "at most " + (fileSize - 8));
        }
        return (int) length;
    }

    /** Reads and checks the JSON of a header that lies in a file of {@code fileSize} bytes. */
    static SafetensorsHeader parse(byte[] json, long fileSize, Path file) {
        if (json[0] != '{') {
            throw damaged("the header", file, "no JSON object", "a JSON object at byte 8");
        }
        HeaderParser parser = new HeaderParser(file);
        parser.parse(json);
        long dataStart = 8L + json.length;
        checkLayout(parser.tensors(), fileSize - dataStart, file);
        return new SafetensorsHeader(dataStart, parser.metadata(), parser.tensors());
    }

    private static void checkLayout(Map<String, TensorInfo> tensors, long dataSize, Path file) {
        List<Map.Entry<String, TensorInfo>> order = new ArrayList<>(tensors.entrySet());
        order.sort(
                Comparator.comparingLong((Map.Entry<String, TensorInfo> e) -> e.getValue().begin())
                        .thenComparingLong(e -> e.getValue().end()));
        long next = 0;
        for (Map.Entry<String, TensorInfo> entry : order) {
            TensorInfo info = entry.getValue();
            String name = "the tensor " + entry.getKey();
            if (info.end() > dataSize) {
                String got = "bytes up to " + info.end() + " of " + dataSize;
                throw damaged(name + " reaches beyond the file", file, got, "all inside the file");
            }
            if (info.begin() != next) {
                String what =
                        name
                                + (info.begin() < next
                                        ? " overlaps another"
                                        : " leaves a gap before it");
                throw damaged(what, file, "a beginning at byte " + info.begin(), "byte " + next);
            }
            next = info.end();
        }
        if (next != dataSize) {
            String got = dataSize + " bytes of data, of which tensors fill " + next;
            throw damaged("bytes that belong to no tensor", file, got, "data filled by tensors");
        }
    }

    static CheckpointError damaged(String what, Path file, String got, String expected) {
        return new CheckpointError(
                what, file, got, expected, "the file is damaged or cut off; get it again");
    }
}
