package io.fovea.eval;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * SHA-256 of a model folder's weight files, so that a report says exactly which model it is about.
 */
public final class WeightHashes {

    private static final String WEIGHTS = "model.safetensors";

    private WeightHashes() {}

    /** Hashes in hex by name of each {@code .safetensors} file; empty when there is none. */
    public static SortedMap<String, String> of(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> list = Files.list(folder)) {
            files = list.filter(file -> file.toString().endsWith(".safetensors")).sorted().toList();
        }
        SortedMap<String, String> hashes = new TreeMap<>();
        for (Path file : files) {
            try (InputStream in = Files.newInputStream(file)) {
                hashes.put(String.valueOf(file.getFileName()), sha256(in));
            }
        }
        return hashes;
    }

    /**
     * The hash of the weights of a model that lies on the class path; empty when it is not there.
     */
    public static SortedMap<String, String> ofResource(String folder) throws IOException {
        SortedMap<String, String> hashes = new TreeMap<>();
        try (InputStream in = WeightHashes.class.getResourceAsStream(folder + WEIGHTS)) {
            if (in != null) {
                hashes.put(WEIGHTS, sha256(in));
            }
        }
        return hashes;
    }

    /** The hash of a stream read to its end. */
    public static String sha256(InputStream in) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            try (DigestInputStream hashed = new DigestInputStream(in, digest)) {
                hashed.transferTo(OutputStream.nullOutputStream());
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
