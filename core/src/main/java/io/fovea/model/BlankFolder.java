package io.fovea.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.fovea.checkpoint.CheckpointError;
import io.fovea.config.StrictJson;
import io.fovea.tokenizer.TokenizerFiles;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A model folder without weights: config, words, preprocessor, chat template. What a {@link
 * FreshModel} is made from.
 *
 * @param source where it came from, for messages
 * @param files contents by path inside the folder; {@code config.json} is one of them
 */
public record BlankFolder(String source, SortedMap<String, byte[]> files) {

    private static final String CONFIG = "config.json";
    private static final String PREPROCESSOR = "preprocessor_config.json";
    private static final Pattern COMPANION =
            Pattern.compile(
                    "[a-z0-9_]+_config\\.json|chat_template\\.(json|jinja)|tokenizer\\.json"
                            + "|special_tokens_map\\.json|added_tokens\\.json|vocab\\.json"
                            + "|merges\\.txt");

    public BlankFolder {
        files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
        if (!files.containsKey(CONFIG)) {
            throw new IllegalArgumentException(source + " has no config.json");
        }
    }

    /**
     * Reads a folder that has a {@code config.json}, or a config under any name; files that belong
     * to a model and lie beside it are taken along, its weights are not. Of a tower in a folder of
     * its own ({@code mm_vision_tower}) the configs are taken.
     *
     * @throws CheckpointError when there is no config, or a file cannot be read
     */
    public static BlankFolder read(Path given) {
        Path config = Files.isDirectory(given) ? given.resolve(CONFIG) : given;
        if (!Files.isRegularFile(config)) {
            throw new CheckpointError(
                    "begin a model",
                    given,
                    "no config.json",
                    "a config.json, or a folder that has one",
                    "check the path");
        }
        Path folder = config.toAbsolutePath().normalize().getParent();
        SortedMap<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> beside = Files.list(folder)) {
            for (Path file : beside.filter(Files::isRegularFile).sorted().toList()) {
                String name = file.getFileName().toString();
                if (COMPANION.matcher(name).matches()) {
                    files.put(name, Files.readAllBytes(file));
                }
            }
            files.put(CONFIG, Files.readAllBytes(config));
            tower(StrictJson.tree(config), folder, files);
        } catch (IOException e) {
            throw new CheckpointError(
                    "begin a model",
                    given,
                    e.toString(),
                    "files that can be read",
                    "check them and their rights",
                    e);
        }
        return new BlankFolder(given.toString(), files);
    }

    private static void tower(JsonNode config, Path folder, Map<String, byte[]> files)
            throws IOException {
        String named = config.path("mm_vision_tower").asText();
        String last = named.substring(named.lastIndexOf('/') + 1);
        if (last.isEmpty()) {
            return;
        }
        for (Path place : new Path[] {folder.resolve(last), folder.resolveSibling(last)}) {
            if (Files.isRegularFile(place.resolve(CONFIG))
                    && Files.isRegularFile(place.resolve(PREPROCESSOR))) {
                for (String name : new String[] {CONFIG, PREPROCESSOR}) {
                    files.put(last + "/" + name, Files.readAllBytes(place.resolve(name)));
                }
                return;
            }
        }
    }

    /** The tree of {@code config.json}. */
    public JsonNode config() {
        return StrictJson.tree(text(), source);
    }

    /** The text of {@code config.json}. */
    String text() {
        return new String(content(CONFIG), StandardCharsets.UTF_8);
    }

    private byte[] content(String name) {
        byte[] content = files.get(name);
        return content == null ? new byte[0] : content;
    }

    /** Whether it has words. */
    public boolean hasTokenizer() {
        return files.containsKey(TokenizerFiles.TOKENIZER);
    }

    /** The same with another {@code tokenizer.json}. */
    public BlankFolder withTokenizer(byte[] json) {
        return with(TokenizerFiles.TOKENIZER, json);
    }

    /** The same with another {@code config.json}. */
    BlankFolder withConfig(ObjectNode config) {
        return with(CONFIG, StrictJson.write(config).getBytes(StandardCharsets.UTF_8));
    }

    private BlankFolder with(String name, byte[] content) {
        SortedMap<String, byte[]> other = new TreeMap<>(files);
        other.put(name, content);
        return new BlankFolder(source, other);
    }

    /** Writes all files into an existing folder. */
    void write(Path folder) throws IOException {
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Path path = folder.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.write(path, file.getValue());
        }
    }
}
