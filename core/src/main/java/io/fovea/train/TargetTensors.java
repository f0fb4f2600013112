package io.fovea.train;

import io.fovea.data.Batch.Target;
import io.fovea.tensor.Ops;
import io.fovea.tensor.Tensor;

import java.util.List;
import java.util.function.Function;

/** Targets of a batch as tensors. */
final class TargetTensors {

    private TargetTensors() {}

    /** {@code [N, 4]} as cx, cy, w, h fractions. */
    static Tensor boxes(List<Target> targets) {
        return rows(targets, Target::boxCxcywh, 4);
    }

    /** {@code [N, 1, G, G]} in 0..1. */
    static Tensor coverage(List<Target> targets) {
        int cells = targets.getFirst().coverage().length;
        long grid = Math.round(Math.sqrt(cells));
        return rows(targets, Target::coverage, cells).reshape(targets.size(), 1, grid, grid);
    }

    /**
     * Mask logits {@code [N, Y, X]} on the grid of their targets {@code [N, G, G]}: a picture that
     * is seen at a size of its own has masks of that shape.
     */
    static Tensor fitted(Tensor logits, Tensor coverage) {
        long grid = coverage.size(-1);
        return logits.size(1) == grid && logits.size(2) == grid
                ? logits
                : Ops.resizeBilinear(logits.unsqueeze(1), grid, grid).squeeze(1);
    }

    private static Tensor rows(List<Target> targets, Function<Target, float[]> value, int width) {
        float[] all = new float[targets.size() * width];
        for (int i = 0; i < targets.size(); i++) {
            System.arraycopy(value.apply(targets.get(i)), 0, all, i * width, width);
        }
        return Tensor.of(all, targets.size(), width);
    }
}
