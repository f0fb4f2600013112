package io.fovea.checkpoint;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.fovea.config.StrictJson;
import io.fovea.tensor.Scope;
import io.fovea.tensor.Tensor;
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
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.function.Function;

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

    /** Writes the content of a tensor to the end of a file. */
    private interface Content {
        void write(String name, FileChannel to) throws IOException;
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
        write(file, plans(tensors), stored(tensors));
    }

    private void write(Path file, Map<String, TensorPlan> plans, Content content) {
        List<String> order = new ArrayList<>(plans.keySet());
        order.sort(
                Comparator.comparingInt((String name) -> -find(plans, name).type().bytes())
                        .thenComparing(Comparator.naturalOrder()));
        byte[] header = header(order, plans, file);
        AtomicFile.write(
                file,
                opener,
                channel -> {
                    ByteBuffer length = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
                    writeAll(channel, length.putLong(header.length).flip());
                    writeAll(channel, ByteBuffer.wrap(header));
                    for (String name : order) {
                        content.write(name, channel);
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
        writeModel(folder, plans(tensors), stored(tensors), shardBytes);
    }

    /**
     * As {@link #writeModel(Path, Weights, long)} for weights that are not there yet: headers are
     * written from the plans, then each tensor is made, written and forgotten, so that memory never
     * holds more than one.
     *
     * @param plans what will be written, in the order in which it is spread over shards
     * @param make makes the tensor of a name; asked for each once, in the order of the files (wider
     *     types first, then by name), in a scope of its own
     * @throws CheckpointError when a file cannot be written
     * @throws IllegalArgumentException when a tensor is not as it was planned; then its file does
     *     not appear
     */
    public void writeModel(
            Path folder,
            SequencedMap<String, TensorPlan> plans,
            Function<String, Tensor> make,
            long shardBytes) {
        Content content =
                (name, to) -> {
                    Scope scope = Scope.open();
                    try (scope) {
                        StoredTensor made = StoredTensor.of(make.apply(name));
                        TensorPlan got = made.plan();
                        if (!got.equals(find(plans, name))) {
                            throw new IllegalArgumentException(
                                    name + ": planned " + find(plans, name) + ", got " + got);
                        }
                        writeAll(to, made.bytes());
                    }
                };
        writeModel(folder, plans, content, shardBytes);
    }

    private void writeModel(
            Path folder, Map<String, TensorPlan> plans, Content content, long shardBytes) {
        List<Map<String, TensorPlan>> shards = split(plans, shardBytes);
        if (shards.size() == 1) {
            write(folder.resolve(ModelDirectory.WEIGHTS), shards.getFirst(), content);
            return;
        }
        Map<String, String> weightMap = new TreeMap<>();
        for (int i = 0; i < shards.size(); i++) {
            String name = "model-%05d-of-%05d.safetensors".formatted(i + 1, shards.size());
            write(folder.resolve(name), shards.get(i), content);
            shards.get(i).keySet().forEach(tensor -> weightMap.put(tensor, name));
        }
        long total = plans.values().stream().mapToLong(TensorPlan::byteSize).sum();
        ObjectNode index = JsonNodeFactory.instance.objectNode();
        index.putObject("metadata").put("total_size", total);
        weightMap.forEach(index.putObject("weight_map")::put);
        byte[] text = StrictJson.write(index).getBytes(StandardCharsets.UTF_8);
        AtomicFile.write(
                folder.resolve(ShardIndex.FILE), opener, c -> writeAll(c, ByteBuffer.wrap(text)));
    }

    private static List<Map<String, TensorPlan>> split(Map<String, TensorPlan> plans, long limit) {
        List<Map<String, TensorPlan>> shards = new ArrayList<>(List.of(new LinkedHashMap<>()));
        long size = 0;
        for (Map.Entry<String, TensorPlan> entry : plans.entrySet()) {
            long bytes = entry.getValue().byteSize();
            if (size > 0 && size + bytes > limit) {
                shards.add(new LinkedHashMap<>());
                size = 0;
            }
            shards.getLast().put(entry.getKey(), entry.getValue());
            size += bytes;
        }
        return shards;
    }

    private byte[] header(List<String> order, Map<String, TensorPlan> plans, Path file) {
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
            TensorPlan plan = find(plans, name);
            ObjectNode entry = header.putObject(name).put("dtype", plan.type().safetensorsName());
            plan.shape().forEach(entry.putArray("shape")::add);
            entry.putArray("data_offsets").add(at).add(at + plan.byteSize());
            at += plan.byteSize();
        }
        String json = header.toString();
        int length = json.getBytes(StandardCharsets.UTF_8).length;
        return (json + " ".repeat((8 - length % 8) % 8)).getBytes(StandardCharsets.UTF_8);
    }

    private static Map<String, TensorPlan> plans(Map<String, StoredTensor> tensors) {
        Map<String, TensorPlan> plans = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> plans.put(name, tensor.plan()));
        return plans;
    }

    private static Content stored(Map<String, StoredTensor> tensors) {
        return (name, to) -> writeAll(to, find(tensors, name).bytes());
    }

    private static <T> T find(Map<String, T> map, String name) {
        T found = map.get(name);
        if (found == null) {
            throw new IllegalStateException("no tensor " + name);
        }
        return found;
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
