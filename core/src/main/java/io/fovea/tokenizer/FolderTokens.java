package io.fovea.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;

/**
 * The special tokens of a Hugging Face folder by use. What ends an answer is what transformers'
 * {@code generate} takes: {@code eos_token_id} of generation_config.json (one or several), else of
 * config.json (its own or its text_config's), else the tokenizer's eos.
 *
 * @param names texts by key, {@code bos_token}, {@code eos_token} and all others that end in {@code
 *     _token}, of tokenizer_config.json and, where it is silent, special_tokens_map.json
 * @param bos begins a text; null where the folder names none
 * @param pad fills a batch; null where the folder names none
 * @param ends each of them ends an answer; empty where the folder names none
 */
public record FolderTokens(
        Map<String, String> names,
        @Nullable Integer bos,
        @Nullable Integer pad,
        Set<Integer> ends) {

    public FolderTokens {
        names = Map.copyOf(names);
        ends = Set.copyOf(ends);
    }

    /**
     * Reads the files of a folder; each of them may be missing.
     *
     * @throws TokenizerError when a file is broken, or an id lies outside the tokenizer
     */
    public static FolderTokens read(Path folder, Tokenizer tokenizer) {
        Map<String, String> names = new TreeMap<>();
        names(TokenizerFiles.optional(folder.resolve(TokenizerFiles.SPECIAL_TOKENS)), names);
        names(TokenizerFiles.optional(folder.resolve(TokenizerFiles.CONFIG)), names);
        JsonNode generation = TokenizerFiles.optional(folder.resolve("generation_config.json"));
        Integer bos = id(names.get("bos_token"), tokenizer);
        Integer pad = id(names.get("pad_token"), tokenizer);
        return new FolderTokens(
                names,
                bos != null ? bos : id(generation.path("bos_token_id")),
                pad != null ? pad : id(generation.path("pad_token_id")),
                ends(folder, generation, names, tokenizer));
    }

    private static void names(JsonNode tree, Map<String, String> names) {
        tree.properties()
                .forEach(
                        entry -> {
                            JsonNode value = entry.getValue();
                            JsonNode text = value.isObject() ? value.path("content") : value;
                            if (entry.getKey().endsWith("_token") && text.isTextual()) {
                                names.put(entry.getKey(), text.textValue());
                            }
                        });
    }

    private static Set<Integer> ends(
            Path folder, JsonNode generation, Map<String, String> names, Tokenizer tokenizer) {
        String key = "eos_token_id";
        JsonNode config = TokenizerFiles.optional(folder.resolve("config.json"));
        for (JsonNode given :
                new JsonNode[] {
                    generation.path(key), config.path(key), config.path("text_config").path(key)
                }) {
            Set<Integer> ids = ids(folder, given, tokenizer);
            if (!ids.isEmpty()) {
                return ids;
            }
        }
        Integer eos = id(names.get("eos_token"), tokenizer);
        return eos == null ? Set.of() : Set.of(eos);
    }

    private static Set<Integer> ids(Path folder, JsonNode given, Tokenizer tokenizer) {
        Set<Integer> ids = new LinkedHashSet<>();
        if (given.isArray()) {
            given.forEach(one -> ids.add(one.asInt(-1)));
        } else if (given.isNumber()) {
            ids.add(given.asInt(-1));
        }
        for (int id : ids) {
            if (id < 0 || id >= tokenizer.size()) {
                throw TokenizerError.of(
                        folder,
                        "eos_token_id is "
                                + given
                                + ", but the tokenizer has the ids 0.."
                                + (tokenizer.size() - 1),
                        "take tokenizer.json and the configs from the same model");
            }
        }
        return ids;
    }

    private static @Nullable Integer id(JsonNode given) {
        return given.canConvertToInt() && given.isNumber() ? given.intValue() : null;
    }

    private static @Nullable Integer id(@Nullable String name, Tokenizer tokenizer) {
        OptionalInt id = name == null ? OptionalInt.empty() : tokenizer.idOf(name);
        return id.isPresent() ? id.getAsInt() : null;
    }
}
