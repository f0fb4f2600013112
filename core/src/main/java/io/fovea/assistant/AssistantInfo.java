package io.fovea.assistant;

import java.util.SortedMap;

/**
 * Facts about an opened model.
 *
 * @param name of the folder it came from
 * @param type {@code model_type} of its config
 * @param parameters number of weights
 * @param device where it runs
 * @param precision type of the arithmetic
 * @param vision the tower
 * @param language the language model
 * @param places whether it reads and finds places
 * @param specialTokens names of the special tokens by use, such as {@code eos} and {@code vis};
 *     only those it has
 */
public record AssistantInfo(
        String name,
        String type,
        long parameters,
        String device,
        AssistantConfig.Precision precision,
        Vision vision,
        Language language,
        boolean places,
        SortedMap<String, String> specialTokens) {

    /**
     * Sizes of the tower.
     *
     * @param imageSize side of its square input in pixels
     * @param imageTokens tokens that a picture takes in a prompt
     */
    public record Vision(int imageSize, int patchSize, int layers, int width, int imageTokens) {}

    /**
     * Sizes of the language model.
     *
     * @param maxTokens longest prompt and answer together
     */
    public record Language(int layers, int width, int vocabulary, int maxTokens) {}

    /** Whether the model reads and finds places. */
    public boolean supportsPlaces() {
        return places;
    }
}
