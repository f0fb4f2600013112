package io.fovea.vision;

import com.fasterxml.jackson.databind.JsonNode;

import io.fovea.checkpoint.GeneralKeys;
import io.fovea.config.ConfigError;
import io.fovea.config.ForeignObject;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** The list of vision towers: one line each. */
public final class VisionTowers {

    private static final Map<String, Function<ForeignObject, TowerConfig>> FAMILIES =
            new TreeMap<>(
                    Map.of(
                            "clip_vision_model", ClipVision::read,
                            "siglip_vision_model", SiglipVision::read,
                            "idefics3_vision", Idefics3Vision::read,
                            "qwen2_vl", Qwen2VisionConfig::read));

    /** Models whose tower is of one type, whatever type its config names. */
    private static final Map<String, String> MODELS =
            Map.of(
                    "clip", "clip_vision_model",
                    "siglip", "siglip_vision_model",
                    "idefics3", "idefics3_vision",
                    "qwen2_vl", "qwen2_vl");

    private VisionTowers() {}

    public static VisionTower of(VitConfig config) {
        return new Vit(config);
    }

    /** The tower of a Hugging Face checkpoint; names of weights are those below its prefix. */
    public static VisionTower of(TowerConfig config) {
        return switch (config) {
            case EncoderTowerConfig encoder -> new EncoderTower(encoder);
            case Qwen2VisionConfig qwen2 -> new Qwen2VisionTower(qwen2);
        };
    }

    /**
     * Reads the config of a tower as Hugging Face writes it: keys may be absent where they have the
     * default of its class.
     *
     * @param config of a model, with the tower's {@code vision_config} inside, or of a tower alone
     * @param source the file, for messages
     * @throws ConfigError with every value that is not supported; an unknown model type says what
     *     is known
     */
    public static TowerReading read(JsonNode config, String source) {
        ForeignObject model = ForeignObject.of(config, source);
        String modelType = model.text("model_type", "");
        Optional<ForeignObject> inner = model.object("vision_config");
        if (inner.isEmpty() && MODELS.containsKey(modelType)) {
            model.problem("vision_config", "an object", "nothing", "add the tower's config");
            throw model.error();
        }
        ForeignObject keys = inner.orElse(model);
        String own = keys.text("model_type", "clip_vision_model");
        String type = MODELS.getOrDefault(modelType, own);
        Function<ForeignObject, TowerConfig> family = FAMILIES.get(type);
        if (family == null) {
            String known = "one of " + String.join(", ", FAMILIES.keySet());
            keys.problem("model_type", known, '"' + type + '"', "");
            throw keys.error();
        }
        keys.accept(GeneralKeys.ALL);
        Optional<TowerConfig> tower = keys.make("", () -> family.apply(keys));
        keys.orThrow();
        return new TowerReading(tower.orElseThrow(keys::error), keys.unread());
    }
}
