package io.fovea.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.fovea.language.DecoderConfig;
import io.fovea.tokenizer.SpecialTokenNames;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A model of one of Hugging Face's families. Its {@code config.json} is kept as it came; what we
 * add stands under a key of its own, which other programs pass over.
 *
 * @param source {@code config.json} without what we add
 * @param tokens names of the special tokens
 * @param text the language model
 * @param pictures how many it can be shown
 * @param extensions configurations of attached modules
 */
record HfDescription(
        ObjectNode source,
        SpecialTokenNames tokens,
        DecoderConfig text,
        PictureCount pictures,
        Map<String, JsonNode> extensions)
        implements ModelDescription {

    /** What we add to a config. */
    static final String KEY = "fovea";

    HfDescription {
        extensions = Map.copyOf(extensions);
    }

    /** Reads what we added before. */
    static Map<String, JsonNode> extensions(JsonNode config) {
        Map<String, JsonNode> extensions = new LinkedHashMap<>();
        config.path(KEY)
                .path("extensions")
                .properties()
                .forEach(entry -> extensions.put(entry.getKey(), entry.getValue()));
        return extensions;
    }

    @Override
    public String modelType() {
        return source.path("model_type").asText();
    }

    @Override
    public int vocabulary() {
        return text.vocabulary();
    }

    @Override
    public int longestSequence() {
        return text.maxPositions();
    }

    @Override
    public int attentionHeads() {
        return text.attention().heads();
    }

    @Override
    public HfDescription withExtensions(Map<String, JsonNode> other) {
        return new HfDescription(source, tokens, text, pictures, other);
    }

    @Override
    public ObjectNode json() {
        return with(source.deepCopy(), tokens, extensions);
    }

    @Override
    public ObjectNode extendedJson(
            SpecialTokenNames names, Map<String, JsonNode> others, int rows) {
        ObjectNode config = json();
        if (rows != vocabulary()) {
            boolean nested = config.path("text_config").isObject();
            if (nested) {
                ((ObjectNode) config.get("text_config")).put("vocab_size", rows);
            }
            if (!nested || config.has("vocab_size")) {
                config.put("vocab_size", rows);
            }
        }
        return with(config, names, others);
    }

    /** A config with what we add to it, under the key of our own. */
    private static ObjectNode with(
            ObjectNode config, SpecialTokenNames tokens, Map<String, JsonNode> extensions) {
        Map<String, String> names = ownTokens(tokens);
        if (names.isEmpty() && extensions.isEmpty()) {
            return config;
        }
        ObjectNode own = config.withObject("/" + KEY);
        if (!names.isEmpty()) {
            ObjectNode written = own.putObject("tokens");
            names.forEach(written::put);
        }
        ObjectNode written = own.putObject("extensions");
        extensions.forEach(written::set);
        return config;
    }

    /** The tokens that other programs know nothing of, by use, as {@link HfFolder#names} reads. */
    static Map<String, String> ownTokens(SpecialTokenNames tokens) {
        Map<String, String> names = new LinkedHashMap<>();
        put(names, "vis", tokens.vis());
        put(names, "vis_start", tokens.visStart());
        put(names, "vis_end", tokens.visEnd());
        put(names, "phrase_start", tokens.phraseStart());
        put(names, "phrase_end", tokens.phraseEnd());
        put(names, "request", tokens.request());
        put(names, "answer", tokens.answer());
        return names;
    }

    private static void put(Map<String, String> names, String use, @Nullable String name) {
        if (name != null) {
            names.put(use, name);
        }
    }
}
