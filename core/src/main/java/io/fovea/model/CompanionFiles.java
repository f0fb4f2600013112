package io.fovea.model;

import com.fasterxml.jackson.databind.JsonNode;

import io.fovea.config.StrictJson;
import io.fovea.tokenizer.TokenizerFiles;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What a Hugging Face folder has beside {@code config.json}, weights and {@code tokenizer.json}:
 * how pictures are prepared, how conversations are written, what special tokens are called. A model
 * that is saved elsewhere takes them along.
 *
 * @param copied files that stand in the folder itself
 * @param json files of the tower's folder ({@code mm_vision_tower}) by {@code tower/name}, wherever
 *     that folder was
 */
public record CompanionFiles(List<Path> copied, Map<String, JsonNode> json) {

    private static final List<String> NAMES =
            List.of(
                    TokenizerFiles.CONFIG,
                    TokenizerFiles.SPECIAL_TOKENS,
                    "added_tokens.json",
                    "vocab.json",
                    "merges.txt",
                    "tokenizer.model",
                    "preprocessor_config.json",
                    "processor_config.json",
                    "chat_template.jinja",
                    "chat_template.json",
                    "generation_config.json");

    private static final List<String> OF_TOWER = List.of("config.json", "preprocessor_config.json");

    public CompanionFiles {
        copied = List.copyOf(copied);
        json = Map.copyOf(json);
    }

    /**
     * Those of a folder; most folders have a few of them.
     *
     * @param config the folder's {@code config.json}, which names the tower's folder
     */
    public static CompanionFiles of(Path folder, JsonNode config) {
        List<Path> files =
                NAMES.stream().map(folder::resolve).filter(Files::isRegularFile).toList();
        Map<String, JsonNode> json = new LinkedHashMap<>();
        OriginalLlavaFamily.towerFolder(folder, config)
                .ifPresent(
                        tower ->
                                OF_TOWER.stream()
                                        .map(tower::resolve)
                                        .filter(Files::isRegularFile)
                                        .forEach(
                                                file ->
                                                        json.put(
                                                                named(tower, file),
                                                                StrictJson.tree(file))));
        return new CompanionFiles(files, json);
    }

    private static String named(Path tower, Path file) {
        return tower.getFileName() + "/" + file.getFileName();
    }

    /** Writes those that are not there yet into a folder, each whole or not at all. */
    public void copyTo(Path folder) throws IOException {
        for (Path file : copied) {
            write(folder.resolve(file.getFileName().toString()), Files.readAllBytes(file));
        }
        for (Map.Entry<String, JsonNode> entry : json.entrySet()) {
            byte[] text = StrictJson.write(entry.getValue()).getBytes(StandardCharsets.UTF_8);
            write(folder.resolve(entry.getKey()), text);
        }
    }

    /** Under a hidden name, then renamed: a kill leaves no half file. */
    private static void write(Path to, byte[] bytes) throws IOException {
        if (Files.exists(to)) {
            return;
        }
        Files.createDirectories(to.getParent());
        Path part = to.resolveSibling("." + to.getFileName() + "-" + UUID.randomUUID() + ".tmp");
        try {
            Files.write(part, bytes);
            Files.move(part, to, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
    }
}
