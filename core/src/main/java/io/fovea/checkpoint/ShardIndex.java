package io.fovea.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;

import io.fovea.config.ConfigError;
import io.fovea.config.StrictJson;
import io.fovea.config.UnknownKeys;

import org.jspecify.annotations.Nullable;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Which file of a sharded checkpoint holds which tensor: {@value #FILE}.
 *
 * @param weightMap tensor name to the plain name of a file in the same folder
 */
public record ShardIndex(Map<String, String> weightMap) {

    /** The file's name in a model folder. */
    public static final String FILE = "model.safetensors.index.json";

    private static final Pattern PLAIN_NAME =
            Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]*\\.safetensors");

    private record Content(Map<String, String> weightMap, @Nullable JsonNode metadata) {}

    public ShardIndex {
        weightMap = Collections.unmodifiableMap(weightMap);
    }

    /**
     * Reads an index and checks that all its shards stand beside it.
     *
     * @throws CheckpointError when the file is no index, names a file outside its folder, or shards
     *     are missing
     */
    public static ShardIndex read(Path file) {
        Content content;
        try {
            content =
                    StrictJson.from(
                            StrictJson.tree(file),
                            file.toString(),
                            Content.class,
                            UnknownKeys.IGNORE);
        } catch (ConfigError e) {
            throw new CheckpointError(
                    "read", file, e.getMessage(), "an index of shards", "get the file again", e);
        }
        ShardIndex index = new ShardIndex(content.weightMap());
        index.check(file);
        return index;
    }

    private void check(Path file) {
        if (weightMap.isEmpty()) {
            throw new CheckpointError(
                    "read", file, "no tensors", "at least one", "get the file again");
        }
        List<String> outside =
                shards().stream().filter(name -> !PLAIN_NAME.matcher(name).matches()).toList();
        if (!outside.isEmpty()) {
            throw new CheckpointError(
                    "the index names files it must not",
                    file,
                    outside.toString(),
                    "plain names of .safetensors files in the same folder",
                    "do not use this checkpoint unless you know why it reaches elsewhere");
        }
        List<String> missing =
                shards().stream()
                        .filter(name -> !Files.isRegularFile(file.resolveSibling(name)))
                        .toList();
        if (!missing.isEmpty()) {
            throw new CheckpointError(
                    "shards are missing",
                    file,
                    missing.size() + " of " + shards().size() + " not there: " + missing,
                    "all shards beside the index",
                    "finish the download");
        }
    }

    /** The files, sorted. */
    public List<String> shards() {
        return List.copyOf(new TreeSet<>(weightMap.values()));
    }
}
