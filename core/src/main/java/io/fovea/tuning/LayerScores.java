package io.fovea.tuning;

import io.fovea.config.StrictJson;
import io.fovea.config.UnknownKeys;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * What a selection reads of a file of scores: one number for each layer, under each name. The file
 * may hold more, such as where the scores came from; that is not read here.
 *
 * @param layers L of the model that was scored
 * @param scores by name, such as {@code block_influence}, a list of L numbers from layer 0
 */
public record LayerScores(int layers, Map<String, List<Double>> scores) {

    public LayerScores {
        scores = Map.copyOf(scores);
        for (Map.Entry<String, List<Double>> entry : scores.entrySet()) {
            if (entry.getValue().size() != layers) {
                throw new IllegalArgumentException(
                        "the score '"
                                + entry.getKey()
                                + "' has "
                                + entry.getValue().size()
                                + " numbers for "
                                + layers
                                + " layers");
            }
            int bad = entry.getValue().stream().map(Double::isFinite).toList().indexOf(false);
            if (bad >= 0) {
                throw new IllegalArgumentException(
                        "the score '"
                                + entry.getKey()
                                + "' of layer "
                                + bad
                                + " is "
                                + entry.getValue().get(bad)
                                + ", not a finite number");
            }
        }
    }

    /**
     * Reads a file.
     *
     * @throws io.fovea.config.ConfigError when it is no such file, or a score is not a finite
     *     number
     */
    public static LayerScores read(Path file) {
        return StrictJson.read(file, LayerScores.class, UnknownKeys.IGNORE);
    }

    /**
     * The numbers of a score for a model.
     *
     * @param modelLayers L of that model
     * @param file for the error
     * @throws IllegalArgumentException when there is no such score, or it is of another depth
     */
    public List<Double> of(String score, int modelLayers, Path file) {
        if (layers != modelLayers) {
            throw new IllegalArgumentException(
                    file
                            + " scores a model of "
                            + layers
                            + " layers, and this one has "
                            + modelLayers
                            + "; score this model");
        }
        List<Double> values = scores.get(score);
        if (values == null) {
            throw new IllegalArgumentException(
                    file
                            + " has no score '"
                            + score
                            + "'; it has "
                            + String.join(", ", new TreeSet<>(scores.keySet())));
        }
        return values;
    }
}
