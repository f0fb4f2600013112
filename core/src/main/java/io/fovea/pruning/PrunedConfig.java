package io.fovea.pruning;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.fovea.language.DecoderConfig;

import java.util.List;

/**
 * {@code config.json} of a model with fewer layers: as it came, but for the keys that count layers
 * or list something for each. What the language model's keys say of other families is in the root,
 * or in {@code text_config}.
 */
final class PrunedConfig {

    private static final String LAYERS = "num_hidden_layers";
    private static final String TEXT = "text_config";
    private static final String WINDOW_FROM = "max_window_layers";

    /** Keys with an element for each layer. */
    private static final List<String> FOR_EACH_LAYER = List.of("layer_types", "no_rope_layers");

    /** Keys that say that a language model is described where they stand. */
    private static final List<String> LANGUAGE =
            List.of(LAYERS, "hidden_size", "num_attention_heads", "intermediate_size");

    private PrunedConfig() {}

    /**
     * The config with some layers gone.
     *
     * @param config as it was
     * @param before the language model that it described
     * @param stays the layers that stay, ascending
     */
    static ObjectNode of(JsonNode config, DecoderConfig before, List<Integer> stays) {
        ObjectNode pruned = config.deepCopy();
        if (stays.size() == before.layers()) {
            return pruned;
        }
        boolean nested = pruned.path(TEXT).isObject() || LANGUAGE.stream().noneMatch(pruned::has);
        if (nested) {
            cut(pruned.withObject("/" + TEXT), before, stays);
        }
        if (!nested || pruned.has(LAYERS)) {
            cut(pruned, before, stays);
        }
        return pruned;
    }

    private static void cut(ObjectNode language, DecoderConfig before, List<Integer> stays) {
        language.put(LAYERS, stays.size());
        for (String key : FOR_EACH_LAYER) {
            if (language.path(key).isArray() && language.path(key).size() == before.layers()) {
                JsonNode all = language.get(key);
                ArrayNode kept = language.putArray(key);
                stays.forEach(layer -> kept.add(all.get(layer)));
            }
        }
        DecoderConfig.Window window = before.attention().window();
        boolean fromLayer = window != null && window.firstLayer() > 0;
        if (language.has(WINDOW_FROM) || fromLayer) {
            int from = language.path(WINDOW_FROM).asInt(window == null ? 0 : window.firstLayer());
            int gone = from - (int) stays.stream().filter(layer -> layer < from).count();
            int beyond = Math.max(0, from - before.layers());
            language.put(WINDOW_FROM, from - (gone - beyond));
        }
    }
}
