package io.fovea.tokenizer;

import com.fasterxml.jackson.databind.node.ObjectNode;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A {@code tokenizer.json} with further special tokens behind the last id; everything else in it
 * stays as it is.
 *
 * @param tokenizer the whole file
 * @param ids of all tokens that were asked for; special tokens that were there keep theirs
 * @param before ids that there were
 * @param size ids that there are
 */
public record AddedTokens(ObjectNode tokenizer, Map<String, Integer> ids, int before, int size) {

    /**
     * Adds tokens.
     *
     * @throws TokenizerError naming every name that stands twice, or that the vocabulary has as an
     *     ordinary word: texts hold such words, and they would turn into the token
     */
    public static AddedTokens to(Path file, List<String> names) {
        TokenizerJson json = TokenizerJson.read(file);
        ObjectNode root = (ObjectNode) TokenizerJson.tree(file);
        int before = json.idOf().values().stream().mapToInt(Integer::intValue).max().orElse(-1) + 1;
        Map<String, Integer> ids = new LinkedHashMap<>();
        List<String> problems = new ArrayList<>();
        int next = before;
        for (String name : names) {
            Integer there = json.idOf().get(name);
            boolean special =
                    json.added().stream()
                            .anyMatch(token -> token.special() && token.content().equals(name));
            if (name.isBlank() || ids.containsKey(name)) {
                problems.add(name.isBlank() ? "an empty name" : "'" + name + "' twice");
            } else if (there != null && !special) {
                problems.add("'" + name + "', which is an ordinary token (id " + there + ")");
            } else if (there != null) {
                ids.put(name, there);
            } else {
                ids.put(name, next);
                root.withArray("added_tokens").add(entry(root, name).put("id", next++));
            }
        }
        if (!problems.isEmpty()) {
            throw TokenizerError.of(
                    file,
                    "special tokens were to be added by the names " + String.join(", ", problems),
                    "choose other names, each once");
        }
        return new AddedTokens(root, ids, before, next);
    }

    private static ObjectNode entry(ObjectNode root, String name) {
        return root.objectNode()
                .put("id", -1)
                .put("content", name)
                .put("single_word", false)
                .put("lstrip", false)
                .put("rstrip", false)
                .put("normalized", false)
                .put("special", true);
    }

    /** The tokens that were not there before, by id. */
    public Map<Integer, String> fresh() {
        Map<Integer, String> fresh = new TreeMap<>();
        ids.forEach(
                (name, id) -> {
                    if (id >= before) {
                        fresh.put(id, name);
                    }
                });
        return fresh;
    }

    /**
     * {@code tokenizer_config.json} with the fresh tokens in its list, where it has one: Python
     * tools read both.
     */
    public ObjectNode listedIn(ObjectNode config) {
        ObjectNode listed = config.deepCopy();
        if (listed.get("added_tokens_decoder") instanceof ObjectNode decoder) {
            fresh().forEach(
                            (id, name) -> {
                                ObjectNode token = entry(listed, name);
                                token.remove("id");
                                decoder.set(String.valueOf(id), token);
                            });
        }
        return listed;
    }

    /** The text of the file. */
    public String text() {
        return tokenizer.toPrettyString();
    }
}
