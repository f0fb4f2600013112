package io.fovea.checkpoint;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.fovea.config.StrictJson;
import io.fovea.tensor.Scope;
import io.fovea.tensor.Weights;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes safetensors files, each of them whole or not at all. Tensors stand by width of their type,
 * then by name, so that all are aligned and the same tensors always give the same bytes.
 */
public final class SafetensorsWriter {

    /** Where Hugging Face's own tools begin a new shard. */
    public static final long DEFAULT_SHARD_BYTES = 5_000_000_000L;

    private static final int CHUNK = 16 << 20;

    private final AtomicFile.Opener opener;
    private final Map<String, String> metadata;

    SafetensorsWriter(AtomicFile.Opener opener, Map<String, String> metadata) {
        this.opener = opener;
        this.metadata = new TreeMap<>(metadata);
    }

    /** A writer with the metadata that other tools ask for, {@code format: pt}. */
    public SafetensorsWriter() {
        this(AtomicFile.Opener.DISK, Map.of("format", "pt"));
    }

    /**
     * Writes tensors of any device to one file.
     *
     * @throws CheckpointError when it cannot be written, such as on a full disk; then nothing
     *     stands under its name
     */
    public void write(Path file, Weights weights) {
        Scope scope = Scope.open();
        try (scope) {
            write(file, StoredTensor.all(weights));
        }
    }

    /**
     * Writes one file.
     *
     * @throws CheckpointError when it cannot be written, such as on a full disk; then nothing
     *     stands under its name
     */
    void write(Path file, Map<String, StoredTensor> tensors) {
        List<String> order = new ArrayList<>(tensors.keySet());
        order.sort(
                Comparator.comparingInt((String name) -> -stored(tensors, name).type().bytes())
                        .thenComparing(Comparator.naturalOrder()));
        byte[] header = header(order, tensors, file);
        AtomicFile.write(
                file,
                opener,
                channel -> {
                    ByteBuffer length = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
                    writeAll(channel, length.putLong(header.length).flip());
                    writeAll(channel, ByteBuffer.wrap(header));
                    for (String name : order) {
                        writeAll(channel, stored(tensors, name).bytes());
                    }
                });
    }

    /** As {@link #writeModel(Path, Map, long)}, with tensors of any device. */
    public void writeModel(Path folder, Weights weights, long shardBytes) {
        Scope scope = Scope.open();
        try (scope) {
            writeModel(folder, StoredTensor.all(weights), shardBytes);
        }
    }

    /**
     * Writes a model's weights: {@code model.safetensors}, or shards and their index when they are
     * larger than the limit. The index comes last.
     *
     * @param folder an existing folder without weights
     * @param shardBytes most bytes of tensors in a file; a single larger tensor gets a file of its
     *     own
     */
    void writeModel(Path folder, Map<String, StoredTensor> tensors, long shardBytes) {
        List<Map<String, StoredTensor>> shards = split(tensors, shardBytes);
        if (shards.size() == 1) {
            write(folder.resolve(ModelDirectory.WEIGHTS), shards.getFirst());
            return;
        }
        Map<String, String> weightMap = new TreeMap<>();
        for (int i = 0; i < shards.size(); i++) {
            String name = "model-%05d-of-%05d.safetensors".formatted(i + 1, shards.size());
            write(folder.resolve(name), shards.get(i));
            shards.get(i).keySet().forEach(tensor -> weightMap.put(tensor, name));
        }
        long total = tensors.values().stream().mapToLong(tensor -> tensor.bytes().byteSize()).sum();
        ObjectNode index = JsonNodeFactory.instance.objectNode();
        index.putObject("metadata").put("total_size", total);
        weightMap.forEach(index.putObject("weight_map")::put);
        byte[] text = StrictJson.write(index).getBytes(StandardCharsets.UTF_8);
        AtomicFile.write(
                folder.resolve(ShardIndex.FILE), opener, c -> writeAll(c, ByteBuffer.wrap(text)));
    }

    private static List<Map<String, StoredTensor>> split(
            Map<String, StoredTensor> tensors, long limit) {
        List<Map<String, StoredTensor>> shards = new ArrayList<>(List.of(new LinkedHashMap<>()));
        long size = 0;
        for (Map.Entry<String, StoredTensor> entry : tensors.entrySet()) {
            long bytes = entry.getValue().bytes().byteSize();
            if (size > 0 && size + bytes > limit) {
                shards.add(new LinkedHashMap<>());
                size = 0;
            }
            shards.getLast().put(entry.getKey(), entry.getValue());
            size += bytes;
        }
        return shards;
    }

    private byte[] header(List<String> order, Map<String, StoredTensor> tensors, Path file) {
        ObjectNode header = JsonNodeFactory.instance.objectNode();
        if (!metadata.isEmpty()) {
            metadata.forEach(header.putObject("__metadata__")::put);
        }
        long at = 0;
        for (String name : order) {
            if (name.equals("__metadata__")) {
                throw new CheckpointError(
                        "write", file, "a tensor called " + name, "another name", "rename it");
            }
            StoredTensor tensor = stored(tensors, name);
            ObjectNode entry = header.putObject(name).put("dtype", tensor.type().safetensorsName());
            tensor.shape().forEach(entry.putArray("shape")::add);
            entry.putArray("data_offsets").add(at).add(at + tensor.bytes().byteSize());
            at += tensor.bytes().byteSize();
        }
        String json = header.toString();
        int length = json.getBytes(StandardCharsets.UTF_8).length;
        return (json + " ".repeat((8 - length % 8) % 8)).getBytes(StandardCharsets.UTF_8);
    }

    private static StoredTensor stored(Map<String, StoredTensor> tensors, String name) {
        StoredTensor tensor = tensors.get(name);
        if (tensor == null) {
            throw new IllegalStateException("no tensor " + name);
        }
        return tensor;
    }

    private static void writeAll(FileChannel channel, MemorySegment bytes) throws IOException {
        for (long at = 0; at < bytes.byteSize(); at += CHUNK) {
            writeAll(
                    channel,
                    bytes.asSlice(at, Math.min(CHUNK, bytes.byteSize() - at)).asByteBuffer());
        }
    }

    static void writeAll(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }
}
