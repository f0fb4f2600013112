package io.fovea.interaction;

import io.fovea.checkpoint.ModelDirectory;
import io.fovea.checkpoint.StoredWeights;
import io.fovea.checkpoint.WeightsHash;
import io.fovea.model.VisionLanguageModel;

import java.nio.file.Path;

/**
 * The model that a network was trained beside.
 *
 * @param family its {@code model_type}
 * @param hiddenWidth Dl
 * @param featureWidth Dv
 * @param featureLayers states of the tower that it reads
 * @param weightsSha256 of its weights without any network's; see {@link WeightsHash}
 */
public record HostModel(
        String family, int hiddenWidth, int featureWidth, int featureLayers, String weightsSha256) {

    public HostModel {
        if (!weightsSha256.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException(
                    "weights_sha256 is 64 hex digits, got " + weightsSha256);
        }
    }

    /**
     * The model in a folder; reads all of its weights once.
     *
     * @param model opened from it
     */
    public static HostModel of(Path folder, VisionLanguageModel model) {
        try (StoredWeights stored = ModelDirectory.open(folder).openWeights()) {
            String hash =
                    WeightsHash.of(
                            stored, name -> !name.startsWith(InteractionNetwork.EXTENSION + "."));
            return new HostModel(
                    model.description().modelType(),
                    model.language().width(),
                    model.vision().form().width(),
                    model.vision().featureLayers(),
                    hash);
        }
    }

    /** Family and sizes in words. */
    String words() {
        return "a model of the family '"
                + family
                + "', width "
                + hiddenWidth
                + ", features of width "
                + featureWidth
                + " from "
                + featureLayers
                + (featureLayers == 1 ? " layer" : " layers");
    }

    /** Whether a network for one fits the other. */
    boolean hasSizesOf(HostModel other) {
        return family.equals(other.family)
                && hiddenWidth == other.hiddenWidth
                && featureWidth == other.featureWidth
                && featureLayers == other.featureLayers;
    }
}
