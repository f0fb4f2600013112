package io.fovea.train;

import io.fovea.model.VisionLanguageModel;
import io.fovea.nn.Parameter;
import io.fovea.tensor.AdamW;
import io.fovea.tensor.Weights;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Freezes what a stage does not train and puts the rest into groups by rate factor and weight
 * decay.
 */
final class ParameterGroups {

    private ParameterGroups() {}

    private record Key(double rateFactor, boolean decay) {}

    /** Matrices and kernels decay; vectors (norms, biases) do not. */
    static List<AdamW.Group> of(VisionLanguageModel model, Recipe.Stage stage, double weightDecay) {
        Map<Key, Weights> groups = new LinkedHashMap<>();
        model.parameters()
                .forEach(
                        (name, parameter) -> {
                            double factor = rateFactor(name, stage.parts());
                            parameter.setTrainable(factor > 0);
                            if (parameter.isTrainable()) {
                                groups.computeIfAbsent(
                                                new Key(factor, decays(parameter)),
                                                ignored -> new Weights())
                                        .put(name, parameter.value());
                            }
                        });
        List<AdamW.Group> list = new ArrayList<>();
        groups.forEach(
                (key, weights) ->
                        list.add(
                                new AdamW.Group(
                                        weights, key.rateFactor(), key.decay() ? weightDecay : 0)));
        return list;
    }

    private static boolean decays(Parameter parameter) {
        return parameter.shape().rank() > 1;
    }

    /** The factor of the longest beginning that fits; 1 where none does. */
    static double rateFactor(String name, List<Recipe.Part> parts) {
        return parts.stream()
                .filter(part -> name.startsWith(part.begins()))
                .max(Comparator.comparingInt(part -> part.begins().length()))
                .map(Recipe.Part::rateFactor)
                .orElse(1.0);
    }
}
