package io.fovea.train;

import io.fovea.data.Batch.Target;
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
     * {@code [N, P]}: 1 for each patch that the region covers by half, at least for the one it
     * covers most.
     */
    static Tensor patches(List<Target> targets) {
        int patches = targets.getFirst().patchCoverage().length;
        return rows(targets, target -> shown(target.patchCoverage()), patches);
    }

    /** 1 where a patch is covered by half or more, and at the patch covered most. */
    static float[] shown(float[] coverage) {
        float[] flags = new float[coverage.length];
        int most = 0;
        for (int i = 0; i < coverage.length; i++) {
            flags[i] = coverage[i] >= 0.5f ? 1 : 0;
            most = coverage[i] > coverage[most] ? i : most;
        }
        flags[most] = 1;
        return flags;
    }

    private static Tensor rows(List<Target> targets, Function<Target, float[]> value, int width) {
        float[] all = new float[targets.size() * width];
        for (int i = 0; i < targets.size(); i++) {
            System.arraycopy(value.apply(targets.get(i)), 0, all, i * width, width);
        }
        return Tensor.of(all, targets.size(), width);
    }
}
