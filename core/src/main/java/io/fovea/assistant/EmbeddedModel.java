package io.fovea.assistant;

import io.fovea.checkpoint.AtomicFolder;
import io.fovea.checkpoint.CheckpointError;
import io.fovea.checkpoint.IfExists;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * The model that the module {@code fovea-mini} brings as resources. Inside a jar its files are
 * unpacked once, whole or not at all, into the user's cache: the system property {@value #CACHE},
 * else {@code $XDG_CACHE_HOME/fovea}, else {@code ~/.cache/fovea}.
 */
final class EmbeddedModel {

    /** System property that names the cache folder. */
    static final String CACHE = "fovea.cache";

    private static final String WEIGHTS = "model.safetensors";

    /** Small files first: their text and the size of the weights tell one model from another. */
    private static final List<String> FILES =
            List.of("config.json", "tokenizer.json", "fovea.json", WEIGHTS);

    private EmbeddedModel() {}

    /** The folder of the embedded model. */
    static Path folder() {
        return folder(EmbeddedModel.class.getClassLoader(), "io/fovea/mini/", cache());
    }

    /**
     * The folder of a model that lies on the class path.
     *
     * @param root resource folder, with a slash at its end
     * @throws AssistantError when it is not there
     */
    static Path folder(ClassLoader loader, String root, Path cache) {
        URL config = loader.getResource(root + "config.json");
        if (config == null) {
            throw new AssistantError(
                    "the embedded model is not on the class path (no resource "
                            + root
                            + "config.json);"
                            + " add the module fovea-mini, or open a model folder");
        }
        try {
            if (config.getProtocol().equals("file")) {
                return Path.of(config.toURI()).getParent();
            }
            return unpacked(loader, root, cache);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot unpack the embedded model into "
                            + cache
                            + " (set -D"
                            + CACHE
                            + " to a folder that can be written): "
                            + e.getMessage(),
                    e);
        } catch (URISyntaxException e) {
            throw new AssistantError(
                    "the class path entry " + config + " is not a proper address", e);
        }
    }

    private static Path unpacked(ClassLoader loader, String root, Path cache) throws IOException {
        long weights = need(loader, root, WEIGHTS).openConnection().getContentLengthLong();
        Path target = cache.resolve("mini-" + key(loader, root, weights));
        if (Files.isRegularFile(target.resolve(WEIGHTS))
                && Files.size(target.resolve(WEIGHTS)) == weights) {
            return target;
        }
        try {
            AtomicFolder.write(
                    target,
                    IfExists.REPLACE,
                    temporary -> {
                        for (String file : FILES) {
                            try (InputStream in = need(loader, root, file).openStream()) {
                                Files.copy(in, temporary.resolve(file));
                            }
                        }
                    });
        } catch (CheckpointError e) {
            if (!Files.isRegularFile(target.resolve(WEIGHTS))) {
                throw e;
            }
        }
        return target;
    }

    private static String key(ClassLoader loader, String root, long weights) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String file : FILES.subList(0, FILES.size() - 1)) {
                try (InputStream in = need(loader, root, file).openStream()) {
                    digest.update(in.readAllBytes());
                }
            }
            digest.update(Long.toString(weights).getBytes(java.nio.charset.StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest.digest()).substring(0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static URL need(ClassLoader loader, String root, String file) {
        URL url = loader.getResource(root + file);
        if (url == null) {
            throw new AssistantError(
                    "the embedded model on the class path is incomplete: no resource "
                            + root
                            + file
                            + "; build the module fovea-mini again");
        }
        return url;
    }

    private static Path cache() {
        String named = System.getProperty(CACHE);
        if (named != null) {
            return Path.of(named);
        }
        String xdg = System.getenv("XDG_CACHE_HOME");
        return xdg != null && !xdg.isBlank()
                ? Path.of(xdg, "fovea")
                : Path.of(System.getProperty("user.home"), ".cache", "fovea");
    }
}
