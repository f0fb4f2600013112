package io.fovea.chat;

import com.fasterxml.jackson.databind.JsonNode;

import io.fovea.config.ConfigError;
import io.fovea.config.Problem;
import io.fovea.config.StrictJson;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The chat template of a Hugging Face folder: {@code chat_template.jinja}, else {@code
 * chat_template.json}, else {@code chat_template} in {@code tokenizer_config.json}. Each of the
 * latter is a text, or a list of templates with names, of which {@code default} is taken.
 */
public final class TemplateFiles {

    private static final String KEY = "chat_template";

    private TemplateFiles() {}

    /**
     * The text of the folder's template; empty where the folder has none (a base model).
     *
     * @throws ConfigError when a file is broken, or holds several templates and no default
     */
    public static Optional<String> read(Path folder) {
        Path text = folder.resolve("chat_template.jinja");
        if (Files.isRegularFile(text)) {
            try {
                return Optional.of(Files.readString(text));
            } catch (IOException e) {
                throw problem(text, "a readable text in UTF-8", e.toString());
            }
        }
        for (String name : List.of("chat_template.json", "tokenizer_config.json")) {
            Path file = folder.resolve(name);
            if (Files.isRegularFile(file)) {
                Optional<String> found = template(file, StrictJson.tree(file).path(KEY));
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<String> template(Path file, JsonNode node) {
        if (node.isTextual()) {
            return Optional.of(node.textValue());
        }
        if (node.isMissingNode() || node.isNull()) {
            return Optional.empty();
        }
        List<String> names = new ArrayList<>();
        for (JsonNode one : node) {
            String name = one.path("name").asText();
            if (name.equals("default") && one.path("template").isTextual()) {
                return Optional.of(one.path("template").textValue());
            }
            names.add(name);
        }
        throw problem(
                file,
                "a text, or a list of {name, template} with the name 'default'",
                node.isArray() ? "the names " + names : node.getNodeType().toString());
    }

    private static ConfigError problem(Path file, String expected, String got) {
        return new ConfigError(file.toString(), List.of(new Problem(KEY, expected, got, "")));
    }
}
