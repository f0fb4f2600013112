package io.fovea.tokenizer;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The content of a tokenizer.json that Java itself needs: names, ids and flags of the tokens. The
 * rest is for the library, which gets it back as text.
 *
 * @param idOf every token of the vocabulary and every added token
 */
record TokenizerJson(
        Path file, ObjectNode root, Map<String, Integer> idOf, List<AddedToken> added) {

    static final ObjectMapper JSON = new ObjectMapper();

    private static final String REMEDY =
            "copy tokenizer.json again from the model's source (a slow tokenizer, tokenizer.model"
                    + " alone, must be converted to the fast form first)";

    /**
     * Reads and checks a file.
     *
     * @throws TokenizerError when it is missing, cut short, not JSON or not a tokenizer
     */
    static TokenizerJson read(Path file) {
        if (!(tree(file) instanceof ObjectNode root)) {
            throw TokenizerError.of(file, "not a tokenizer: expected a JSON object", REMEDY);
        }
        JsonNode vocabulary = root.path("model").path("vocab");
        if (!vocabulary.isObject() && !vocabulary.isArray()) {
            throw TokenizerError.of(
                    file,
                    "not a tokenizer: expected model.vocab, got the keys " + keys(root),
                    REMEDY);
        }
        root.putNull("truncation");
        root.putNull("padding");
        Map<String, Integer> idOf =
                HashMap.newHashMap(vocabulary.size() + root.path("added_tokens").size());
        if (vocabulary.isObject()) {
            vocabulary
                    .properties()
                    .forEach(entry -> idOf.put(entry.getKey(), id(file, entry.getValue())));
        } else {
            for (int i = 0; i < vocabulary.size(); i++) {
                idOf.put(vocabulary.get(i).path(0).asText(), i);
            }
        }
        List<AddedToken> added = new ArrayList<>();
        for (JsonNode token : root.path("added_tokens")) {
            AddedToken read =
                    new AddedToken(
                            id(file, token.path("id")),
                            token.path("content").asText(),
                            token.path("special").asBoolean(),
                            token.path("lstrip").asBoolean(),
                            token.path("rstrip").asBoolean(),
                            !token.path("normalized").asBoolean()
                                    && !token.path("single_word").asBoolean());
            added.add(read);
            idOf.put(read.content(), read.id());
        }
        return new TokenizerJson(file, root, idOf, List.copyOf(added));
    }

    /**
     * Any JSON file of a model folder as a tree, with an error that says in what way it is broken.
     */
    static JsonNode tree(Path file) {
        if (!Files.isRegularFile(file)) {
            throw TokenizerError.of(file, "missing", REMEDY);
        }
        try {
            JsonNode tree = JSON.readTree(Files.readAllBytes(file));
            if (tree.isMissingNode()) {
                throw TokenizerError.of(file, "empty file, expected JSON", REMEDY);
            }
            return tree;
        } catch (JsonProcessingException e) {
            throw TokenizerError.of(
                    file,
                    "not JSON, or cut short (" + file.toFile().length() + " bytes): " + where(e),
                    REMEDY);
        } catch (IOException e) {
            throw new TokenizerError(file + ": cannot be read: " + e, e);
        }
    }

    /** The whole file for the library. */
    String text() {
        return root.toString();
    }

    /**
     * The same tokenizer blind to its special tokens: those get names that nobody can type, and
     * keep their ids.
     *
     * @param secret a random name; a last special token of exactly this name is added
     */
    String textWithoutSpecials(String secret) {
        ObjectNode copy = root.deepCopy();
        JsonNode vocabulary = copy.path("model").path("vocab");
        ArrayNode kept = copy.putArray("added_tokens");
        int count = 0;
        for (JsonNode token : root.path("added_tokens")) {
            if (!token.path("special").asBoolean()) {
                kept.add(token);
            } else if (!vocabulary.isObject() || !vocabulary.has(token.path("content").asText())) {
                kept.add(((ObjectNode) token.deepCopy()).put("content", secret + count++ + ">"));
            }
        }
        int next = idOf.values().stream().mapToInt(Integer::intValue).max().orElse(-1) + 1;
        kept.addObject()
                .put("id", next)
                .put("content", secret)
                .put("single_word", false)
                .put("lstrip", false)
                .put("rstrip", false)
                .put("normalized", false)
                .put("special", true);
        return copy.toString();
    }

    private static int id(Path file, JsonNode value) {
        if (!value.canConvertToInt() || value.intValue() < 0) {
            throw TokenizerError.of(file, "not a tokenizer: a token has the id " + value, REMEDY);
        }
        return value.intValue();
    }

    private static List<String> keys(ObjectNode root) {
        List<String> keys = new ArrayList<>();
        root.fieldNames().forEachRemaining(keys::add);
        return keys;
    }

    private static String where(JacksonException e) {
        return e.getOriginalMessage()
                + (e.getLocation() == null ? "" : " (line " + e.getLocation().getLineNr() + ")");
    }
}
