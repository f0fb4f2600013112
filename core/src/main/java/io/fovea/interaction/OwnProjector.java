package io.fovea.interaction;

import io.fovea.checkpoint.ModelDirectory;
import io.fovea.checkpoint.StoredWeights;
import io.fovea.tensor.DType;
import io.fovea.tensor.Device;
import io.fovea.tensor.Scope;
import io.fovea.tensor.Weights;

import java.nio.file.Path;
import java.util.List;

/**
 * First weights of a network from the model that it is made for: how the model itself makes image
 * tokens of its tower's features. Only networks that have such parts take them, and only where the
 * model has them in the same shape; elsewhere they begin like any other weight.
 */
final class OwnProjector {

    private static final String FUSION = "language_fusion.";

    private OwnProjector() {}

    static void give(InteractionNetwork network, Path folder) {
        if (!network.parameters().containsKey("network." + Interaction.FIRST + ".weight")) {
            return;
        }
        try (Scope scope = Scope.open();
                StoredWeights stored = ModelDirectory.open(folder).openWeights()) {
            Weights all = stored.view();
            Weights own = new Weights();
            take(all, ".weight", own);
            take(all, ".bias", own);
            for (String name : all.names()) {
                if (name.startsWith(FUSION)) {
                    own.put("fusion." + name.substring(FUSION.length()), all.get(name));
                }
            }
            network.loadCopies(own, DType.FLOAT32, Device.CPU);
        }
    }

    /** The two linears of a projector, by their order, whatever a family calls them. */
    private static void take(Weights all, String end, Weights into) {
        List<String> names =
                all.names().stream()
                        .filter(name -> name.contains("projector") && name.endsWith(end))
                        .sorted()
                        .toList();
        if (names.size() == 2) {
            into.put("network." + Interaction.FIRST + end, all.get(names.getFirst()));
            into.put("network." + Interaction.SECOND + end, all.get(names.getLast()));
        }
    }
}
