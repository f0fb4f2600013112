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

    /** Other names for towers of the list; a model's stands for a tower that names no type. */
    private static final Map<String, String> ALIASES =
            Map.of(
                    "clip", "clip_vision_model",
                    "llava", "clip_vision_model",
                    "siglip", "siglip_vision_model",
                    "idefics3", "idefics3_vision");

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
     * @param config the tower's object, or that of a model with a {@code vision_config} inside
     * @param absentType the model type where the object names none
     * @param source the file, for messages
     * @param path where the object stands in the file
     * @throws ConfigError with every value that is not supported; an unknown model type says what
     *     is known
     */
    public static TowerReading read(
            JsonNode config, String absentType, String source, String path) {
        JsonNode inner = config.get("vision_config");
        if (inner != null && inner.isObject()) {
            String outerType = config.path("model_type").asText(absentType);
            String innerPath = path.isEmpty() ? "vision_config" : path + ".vision_config";
            return read(inner, outerType, source, innerPath);
        }
        ForeignObject keys = ForeignObject.of(config, source, path);
        String type = keys.text("model_type", absentType);
        Function<ForeignObject, TowerConfig> family =
                FAMILIES.get(ALIASES.getOrDefault(type, type));
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
