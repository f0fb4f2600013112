package io.fovea.checkpoint;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * SHA-256 of a model's weights: names, types, shapes and bytes of all tensors, by name. The same
 * weights have the same hash however they are spread over files.
 */
public final class WeightsHash {

    private static final long CHUNK = 16 << 20;

    private WeightsHash() {}

    /**
     * The hash of a model folder's weights, in hex. Reads all of them once; none stays in memory.
     *
     * @throws CheckpointError when the folder is no model folder or a file is damaged
     */
    public static String of(Path folder) {
        try (StoredWeights weights = ModelDirectory.open(folder).openWeights()) {
            return of(weights);
        }
    }

    /** The hash of opened weights, in hex. */
    public static String of(StoredWeights weights) {
        return of(weights, name -> true);
    }

    /** The hash of those weights whose names are chosen, in hex. */
    public static String of(StoredWeights weights, Predicate<String> chosen) {
        MessageDigest digest = sha256();
        for (Map.Entry<String, TensorInfo> entry : new TreeMap<>(weights.tensors()).entrySet()) {
            if (!chosen.test(entry.getKey())) {
                continue;
            }
            TensorInfo info = entry.getValue();
            String head =
                    entry.getKey()
                            + "\n"
                            + info.type().safetensorsName()
                            + " "
                            + info.shape()
                            + "\n";
            digest.update(head.getBytes(StandardCharsets.UTF_8));
            MemorySegment bytes = weights.bytes(entry.getKey());
            for (long at = 0; at < bytes.byteSize(); at += CHUNK) {
                long length = Math.min(CHUNK, bytes.byteSize() - at);
                digest.update(bytes.asSlice(at, length).asByteBuffer());
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
