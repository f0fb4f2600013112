package io.fovea.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.fovea.config.StrictJson;
import io.fovea.language.LlamaConfig;
import io.fovea.projector.ProjectorConfig;
import io.fovea.tokenizer.SpecialTokenNames;
import io.fovea.vision.VitConfig;

import org.jspecify.annotations.Nullable;

import java.util.Map;

/**
 * A model of Fovea's own family: {@code config.json}.
 *
 * @param modelType always {@code fovea}
 * @param visionConfig the tower
 * @param fusion how the tower's layers are used
 * @param projectorConfig vision to language
 * @param textConfig the language model
 * @param tokens names of the special tokens
 * @param chatTemplate name of the chat template
 * @param preprocessing picture to pixels
 * @param answerBias added to the score of words that an answer may begin with; null for none. Moves
 *     the operating point, such as how readily a phrase is said to fit nothing
 * @param extensions configurations of attached modules by name, such as {@code perception}; each is
 *     read by its package
 */
public record ModelConfig(
        String modelType,
        VitConfig visionConfig,
        Fusion fusion,
        ProjectorConfig projectorConfig,
        LlamaConfig textConfig,
        SpecialTokenNames tokens,
        String chatTemplate,
        Preprocessing preprocessing,
        @Nullable Map<String, Double> answerBias,
        Map<String, JsonNode> extensions)
        implements ModelDescription {

    /** The model type of this family. */
    public static final String TYPE = "fovea";

    /**
     * How a tower's layers are used.
     *
     * @param learned whether all layers are fused with learned weights; otherwise the last layer is
     *     used
     * @param fineMaskPass whether masks read a second pass of the tower at half the patch size
     */
    public record Fusion(boolean learned, boolean fineMaskPass) {}

    public ModelConfig {
        if (!TYPE.equals(modelType)) {
            throw new IllegalArgumentException(
                    "model_type is '" + modelType + "', expected '" + TYPE + "'");
        }
        if (fusion.fineMaskPass && visionConfig.stem() != VitConfig.Stem.PATCH) {
            throw new IllegalArgumentException(
                    "fine_mask_pass needs the stem 'patch', whose kernel can be halved, got '"
                            + visionConfig.stem()
                            + "'");
        }
        if (fusion.fineMaskPass && visionConfig.patchSize() % 2 != 0) {
            throw new IllegalArgumentException(
                    "fine_mask_pass halves the patches, so patch_size must be even, got "
                            + visionConfig.patchSize());
        }
        if (projectorConfig.pooledGrid() > visionConfig.grid()) {
            throw new IllegalArgumentException(
                    "projector_config.pooled_grid "
                            + projectorConfig.pooledGrid()
                            + " is more than the "
                            + visionConfig.grid()
                            + " patches on a side that there are to pool");
        }
        if (preprocessing.size() != visionConfig.imageSize()) {
            throw new IllegalArgumentException(
                    "preprocessing.size "
                            + preprocessing.size()
                            + " differs from vision_config.image_size "
                            + visionConfig.imageSize());
        }
        answerBias = answerBias == null ? null : Map.copyOf(answerBias);
        extensions = Map.copyOf(extensions);
    }

    /** The same model with a vocabulary of another size. */
    public ModelConfig withVocabulary(int size) {
        return new ModelConfig(
                modelType,
                visionConfig,
                fusion,
                projectorConfig,
                textConfig.withVocabulary(size),
                tokens,
                chatTemplate,
                preprocessing,
                answerBias,
                extensions);
    }

    @Override
    public int vocabulary() {
        return textConfig.vocabSize();
    }

    @Override
    public int longestSequence() {
        return textConfig.maxPositionEmbeddings();
    }

    @Override
    public int attentionHeads() {
        return textConfig.numAttentionHeads();
    }

    @Override
    public PictureCount pictures() {
        return PictureCount.ONE;
    }

    @Override
    public Map<String, Double> answerBiases() {
        return answerBias == null ? Map.of() : answerBias;
    }

    @Override
    public ObjectNode json() {
        ObjectNode json =
                (ObjectNode) StrictJson.tree(StrictJson.write(this), "the model's config");
        json.putArray("architectures").add("FoveaForConditionalGeneration");
        return json;
    }

    @Override
    public ObjectNode extendedJson(
            SpecialTokenNames names, Map<String, JsonNode> others, int rows) {
        return new ModelConfig(
                        modelType,
                        visionConfig,
                        fusion,
                        projectorConfig,
                        textConfig.withVocabulary(rows),
                        names.beside(tokens),
                        chatTemplate,
                        preprocessing,
                        answerBias,
                        others)
                .json();
    }

    /** The same model with image tokens pooled to another grid; 0 for one a patch. */
    public ModelConfig withPooledGrid(int grid) {
        return new ModelConfig(
                modelType,
                visionConfig,
                fusion,
                new ProjectorConfig(projectorConfig.type(), grid),
                textConfig,
                tokens,
                chatTemplate,
                preprocessing,
                answerBias,
                extensions);
    }

    @Override
    public ModelConfig withExtensions(Map<String, JsonNode> other) {
        return new ModelConfig(
                modelType,
                visionConfig,
                fusion,
                projectorConfig,
                textConfig,
                tokens,
                chatTemplate,
                preprocessing,
                answerBias,
                other);
    }
}
