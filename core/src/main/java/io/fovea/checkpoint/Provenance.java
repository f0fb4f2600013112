package io.fovea.checkpoint;

import io.fovea.config.StrictJson;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where an output comes from; lies beside it as {@value #FILE}.
 *
 * @param recipeSha256 hash of the recipe's text, in hex
 * @param commit the commit of the code, or {@code unknown}
 * @param seed the run's seed
 * @param versions what it was made with: {@code java}, {@code fovea}, {@code libtorch}, ...
 * @param time when, as ISO-8601 in UTC
 */
public record Provenance(
        String recipeSha256, String commit, long seed, Map<String, String> versions, String time) {

    /** The file's name in a model or run folder. */
    public static final String FILE = "fovea.json";

    public Provenance {
        if (!recipeSha256.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException(
                    "recipe_sha256 is 64 hex digits, got " + recipeSha256);
        }
        try {
            Instant.parse(time);
        } catch (java.time.format.DateTimeParseException e) {
            throw new IllegalArgumentException("time is ISO-8601 in UTC, got " + time, e);
        }
        versions = java.util.Collections.unmodifiableMap(new TreeMap<>(versions));
    }

    /**
     * The provenance of something made now.
     *
     * @param recipe the recipe's text as it was read
     * @param versions of libraries; that of Java is added
     */
    public static Provenance now(
            String recipe, String commit, long seed, Map<String, String> versions) {
        Map<String, String> all = new TreeMap<>(versions);
        all.put("java", Runtime.version().toString());
        return new Provenance(sha256(recipe), commit, seed, all, Instant.now().toString());
    }

    /**
     * Reads the provenance in a folder.
     *
     * @throws io.fovea.config.ConfigError when there is none or it is not one
     */
    public static Provenance read(Path folder) {
        return StrictJson.read(folder.resolve(FILE), Provenance.class);
    }

    private static String sha256(String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
