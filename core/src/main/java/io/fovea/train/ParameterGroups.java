package io.fovea.train;

import io.fovea.model.VisionLanguageModel;
import io.fovea.nn.Parameter;
import io.fovea.tensor.AdamW;
import io.fovea.tensor.Weights;
import io.fovea.tuning.TrainableParts;

import java.util.ArrayList;
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
        TrainableParts parts = new TrainableParts(model, stage.parts());
        Map<Key, Weights> groups = new LinkedHashMap<>();
        model.parameters()
                .forEach(
                        (name, parameter) -> {
                            double factor = parts.rateFactor(name);
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
}
