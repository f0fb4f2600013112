package io.fovea.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;

import org.jspecify.annotations.Nullable;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;

/**
 * The tokenizer files of a Hugging Face folder. Only tokenizer.json must be there;
 * tokenizer_config.json and special_tokens_map.json name the special tokens where they exist (the
 * config wins), and a broken one is an error.
 *
 * @param tokenizerJson the file for {@link Tokenizer#open}
 * @param bos name of the token that begins a text, where the folder names one
 * @param eos name of the token that ends an answer, where the folder names one
 * @param pad name of the padding token, where the folder names one
 * @param longestPrompt tokens, where the folder says so
 */
public record TokenizerFiles(
        Path tokenizerJson,
        @Nullable String bos,
        @Nullable String eos,
        @Nullable String pad,
        OptionalInt longestPrompt) {

    /** The file that must be there. */
    public static final String TOKENIZER = "tokenizer.json";

    /** Names and limits. */
    public static final String CONFIG = "tokenizer_config.json";

    /** Names alone; older folders. */
    public static final String SPECIAL_TOKENS = "special_tokens_map.json";

    /**
     * Reads the files of a folder.
     *
     * @throws TokenizerError when tokenizer.json is missing or one of the others is not JSON
     */
    public static TokenizerFiles read(Path directory) {
        Path tokenizer = directory.resolve(TOKENIZER);
        if (!Files.isRegularFile(tokenizer)) {
            throw TokenizerError.of(
                    tokenizer,
                    "missing",
                    "a model folder needs its tokenizer.json; copy it from the model's source"
                            + " (tokenizer.model alone must be converted to the fast form first)");
        }
        JsonNode config = optional(directory.resolve(CONFIG));
        JsonNode map = optional(directory.resolve(SPECIAL_TOKENS));
        JsonNode longest = config.path("model_max_length");
        return new TokenizerFiles(
                tokenizer,
                name("bos_token", config, map),
                name("eos_token", config, map),
                name("pad_token", config, map),
                longest.canConvertToInt()
                        ? OptionalInt.of(longest.intValue())
                        : OptionalInt.empty());
    }

    /** A JSON object; an empty one where there is no such file. */
    static JsonNode optional(Path file) {
        if (!Files.exists(file)) {
            return TokenizerJson.JSON.createObjectNode();
        }
        JsonNode tree = TokenizerJson.tree(file);
        if (!tree.isObject()) {
            throw TokenizerError.of(
                    file,
                    "expected a JSON object, got " + tree.getNodeType(),
                    "copy the file again");
        }
        return tree;
    }

    private static @Nullable String name(String key, JsonNode first, JsonNode second) {
        for (JsonNode tree : new JsonNode[] {first, second}) {
            JsonNode value =
                    tree.path(key).isObject() ? tree.path(key).path("content") : tree.path(key);
            if (value.isTextual()) {
                return value.textValue();
            }
        }
        return null;
    }
}
