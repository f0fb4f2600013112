package io.fovea.tuning;

import io.fovea.checkpoint.CheckpointError;
import io.fovea.checkpoint.TensorInfo;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Everything of an adapter that does not fit a model, told at once. */
final class FitReport {

    private static final int SHOWN = 20;

    private final Path folder;
    private final List<String> missing = new ArrayList<>();
    private final List<String> misshapen = new ArrayList<>();

    FitReport(Path folder) {
        this.folder = folder;
    }

    /**
     * Looks at a changed layer.
     *
     * @param weight shape of the layer's weight, null where there is no such layer
     */
    void change(String name, AdapterFolder.Change change, long @Nullable [] weight) {
        if (weight == null) {
            missing.add(name);
            return;
        }
        long in = change.down().shape().get(1);
        long out = change.up().shape().get(0);
        if (weight.length != 2 || weight[1] != in || weight[0] != out) {
            misshapen.add(
                    name
                            + " (the adapter changes ["
                            + out
                            + ", "
                            + in
                            + "], the weight is "
                            + Arrays.toString(weight)
                            + ")");
        }
    }

    /**
     * Looks at a weight that replaces another.
     *
     * @param shape of the model's, null where there is none
     */
    void whole(String name, TensorInfo info, long @Nullable [] shape) {
        if (shape == null) {
            missing.add(name);
        } else if (!Arrays.equals(
                shape, info.shape().stream().mapToLong(Long::longValue).toArray())) {
            misshapen.add(
                    name
                            + " (the adapter has "
                            + info.shape()
                            + ", the model "
                            + Arrays.toString(shape)
                            + ")");
        }
    }

    void orThrow() {
        if (missing.isEmpty() && misshapen.isEmpty()) {
            return;
        }
        throw new CheckpointError(
                "this adapter is of another model",
                folder,
                told("layers that the model does not have", missing)
                        + (missing.isEmpty() || misshapen.isEmpty() ? "" : "; ")
                        + told("layers of another shape", misshapen),
                "an adapter that was trained on this model",
                "see base_model_name_or_path in its adapter_config.json");
    }

    private static String told(String what, List<String> names) {
        if (names.isEmpty()) {
            return "";
        }
        String more = names.size() > SHOWN ? " and " + (names.size() - SHOWN) + " more" : "";
        return names.size()
                + " "
                + what
                + ": "
                + String.join(", ", names.subList(0, Math.min(SHOWN, names.size())))
                + more;
    }
}
