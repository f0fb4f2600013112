package io.fovea.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.fovea.checkpoint.ModelDirectory;
import io.fovea.checkpoint.StoredWeights;
import io.fovea.tensor.Weights;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * Numbers made by other people's code, under {@code golden/CASE}; each case says where they come
 * from.
 */
public final class Golden {

    private final Path folder;

    private Golden(Path folder) {
        this.folder = folder;
    }

    public static Golden open(String name) {
        URL url =
                Objects.requireNonNull(
                        Golden.class.getResource("/golden/" + name), "no golden " + name);
        try {
            Path folder = Path.of(url.toURI());
            if (!Files.exists(folder.resolve("PROVENANCE.md"))) {
                throw new AssertionError("golden " + name + " does not say where it comes from");
            }
            return new Golden(folder);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    public Path file(String name) {
        return folder.resolve(name);
    }

    /** The tensors of a safetensors file, copied into the open scope. */
    public Weights tensors(String name) {
        try (StoredWeights stored = StoredWeights.open(List.of(file(name)))) {
            return stored.load();
        }
    }

    /**
     * The weights of a model folder whose names begin with a prefix, without the prefix, copied
     * into the open scope.
     */
    public Weights weights(String prefix) {
        Weights below = new Weights();
        try (StoredWeights stored = ModelDirectory.open(folder).openWeights()) {
            stored.load()
                    .asMap()
                    .forEach(
                            (name, tensor) -> {
                                if (name.startsWith(prefix)) {
                                    below.put(name.substring(prefix.length()), tensor);
                                }
                            });
        }
        return below;
    }

    public JsonNode json(String name) {
        try {
            return new ObjectMapper().readTree(file(name).toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
