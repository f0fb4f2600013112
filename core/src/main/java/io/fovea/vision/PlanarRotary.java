package io.fovea.vision;

import io.fovea.nn.RotaryEmbedding;
import io.fovea.tensor.Tensor;

import java.util.List;

/**
 * Rotary positions in a plane (Qwen2-VL): the first half of a head's frequencies turns by the row,
 * the second by the column. Patches come in blocks of {@code merge x merge}, blocks row by row.
 */
final class PlanarRotary {

    private static final double THETA = 10_000;

    private PlanarRotary() {}

    /** The turn of all patches of all pictures, {@code [1, 1, N, E]}. */
    static RotaryEmbedding.Turn turn(List<PatchGrid> grids, int merge, int headWidth) {
        int quarter = headWidth / 4;
        int count = grids.stream().mapToInt(PatchGrid::patches).sum();
        float[] frequencies = new float[quarter];
        for (int i = 0; i < quarter; i++) {
            frequencies[i] = (float) (1 / Math.pow(THETA, 2.0 * i / (2 * quarter)));
        }
        float[] angles = new float[Math.multiplyExact(count, 2 * quarter)];
        int at = 0;
        for (PatchGrid grid : grids) {
            int blocks = grid.cols() / merge;
            for (int p = 0; p < grid.patches(); p++) {
                int inFrame = p % (grid.rows() * grid.cols());
                int block = inFrame / (merge * merge);
                int inBlock = inFrame % (merge * merge);
                int row = block / blocks * merge + inBlock / merge;
                int col = block % blocks * merge + inBlock % merge;
                for (int i = 0; i < quarter; i++) {
                    angles[at + i] = row * frequencies[i];
                    angles[at + quarter + i] = col * frequencies[i];
                }
                at += 2 * quarter;
            }
        }
        return RotaryEmbedding.Turn.by(Tensor.of(angles, 1, 1, count, 2L * quarter));
    }
}
