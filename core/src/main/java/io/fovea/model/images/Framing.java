package io.fovea.model.images;

import com.fasterxml.jackson.databind.JsonNode;

import io.fovea.config.ConfigError;
import io.fovea.config.Problem;

import java.util.List;

/** What happens to a picture before its image processor sees it: {@code image_aspect_ratio}. */
public enum Framing {
    /** Nothing. Hugging Face's own conversions. */
    AS_IT_IS,
    /**
     * It is padded to a square with the mean colour, {@code int(mean * 255)}. LLaVA-1.5 in its
     * first form, and Bunny.
     */
    MEAN_SQUARE;

    private static final String KEY = "image_aspect_ratio";

    /**
     * What a model's {@code config.json} says.
     *
     * @param source words for the error that say where it came from
     * @throws ConfigError when it says something else, such as {@code anyres}
     */
    public static Framing of(JsonNode modelConfig, String source) {
        JsonNode said = modelConfig.path(KEY);
        if (said.isMissingNode() || said.isNull() || said.asText().equals("square")) {
            return AS_IT_IS;
        }
        if (said.asText().equals("pad")) {
            return MEAN_SQUARE;
        }
        throw new ConfigError(
                source,
                List.of(
                        new Problem(
                                KEY,
                                "\"pad\" or \"square\"",
                                said.toString(),
                                "pictures in other framings are not prepared")));
    }
}
