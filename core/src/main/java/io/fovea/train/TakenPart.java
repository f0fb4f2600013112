package io.fovea.train;

import io.fovea.checkpoint.ModelDirectory;
import io.fovea.checkpoint.StoredWeights;
import io.fovea.hub.LocalModels;
import io.fovea.model.VisionLanguageModel;
import io.fovea.nn.WeightReport;
import io.fovea.tensor.DType;
import io.fovea.tensor.Device;
import io.fovea.tensor.Scope;

import java.nio.file.Path;
import java.util.Set;

/**
 * First weights of a new model that come from another: its vision tower, its language model, or
 * anything else that has the same names and shapes in both.
 *
 * @param begins the weights whose names begin so
 * @param from the model that has them: a folder, or the name of a pulled one
 */
public record TakenPart(String begins, Path from) {

    public TakenPart {
        if (begins.isEmpty()) {
            throw new IllegalArgumentException(
                    "model.parts: begins names a part, such as vision_tower");
        }
    }

    /**
     * Copies into the weights of a model whose names begin so.
     *
     * @throws IllegalArgumentException naming every weight that the folder lacks or has in another
     *     shape, or when no name begins so
     */
    void give(VisionLanguageModel model) {
        Set<String> all = model.parameters().keySet();
        if (all.stream().noneMatch(this::means)) {
            throw new IllegalArgumentException(
                    "model.parts: no weight of the new model begins with '"
                            + begins
                            + "'; its parts are "
                            + all.stream()
                                    .map(name -> name.split("\\.", 2)[0])
                                    .distinct()
                                    .toList());
        }
        try (Scope scope = Scope.open();
                StoredWeights stored =
                        ModelDirectory.open(LocalModels.folder(from)).openWeights()) {
            WeightReport report =
                    model.loadCopies(
                            stored.view().without(name -> !means(name)), DType.FLOAT32, Device.CPU);
            new WeightReport(
                            report.missing().stream().filter(this::means).toList(),
                            report.unexpected(),
                            report.misshapen())
                    .orThrow(from + " (model.parts, '" + begins + "')");
        }
    }

    private boolean means(String name) {
        return name.startsWith(begins);
    }
}
