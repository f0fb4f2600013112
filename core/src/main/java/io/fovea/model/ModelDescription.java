package io.fovea.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.fovea.tokenizer.SpecialTokenNames;

import java.util.Map;

/** What a model of any family says about itself; stored as {@code config.json}. */
public interface ModelDescription {

    /** {@code model_type}: the family. */
    String modelType();

    /** Names of the special tokens. */
    SpecialTokenNames tokens();

    /** V, rows of the embedding. */
    int vocabulary();

    /** Most tokens that it reads, prompt and answer together. */
    int longestSequence();

    /** H, attention heads of a language layer. */
    int attentionHeads();

    /** How many pictures it can be shown in one conversation. */
    PictureCount pictures();

    /** Added to the scores of words that an answer may begin with. */
    default Map<String, Double> answerBiases() {
        return Map.of();
    }

    /** Configurations of attached modules by name, such as {@code perception}. */
    Map<String, JsonNode> extensions();

    /** The same model with other extensions. */
    ModelDescription withExtensions(Map<String, JsonNode> other);

    /** {@code config.json}. */
    ObjectNode json();

    /**
     * {@code config.json} of the same model given an extension.
     *
     * @param tokens names of tokens; bos, eos, pad and image stay the model's own
     * @param others extensions of it
     * @param rows of its embedding
     */
    ObjectNode extendedJson(SpecialTokenNames tokens, Map<String, JsonNode> others, int rows);
}
