package io.fovea.vision;

import io.fovea.nn.Conv2d;
import io.fovea.tensor.Ops;
import io.fovea.tensor.Tensor;

/** The weights of a patch embedding, resized for patches of half the side. */
final class HalfPatches {

    private HalfPatches() {}

    /**
     * Convolves with the kernel resized bilinearly; its values grow by the number of pixels that it
     * lost, so that the response to a flat patch stays.
     *
     * @return {@code [B, Dv, 2 rows, 2 cols]}
     */
    static Tensor embed(Conv2d projection, Tensor pixels, int patch) {
        if (patch % 2 != 0) {
            throw new UnsupportedOperationException(
                    "patches of " + patch + " pixels have no half: the side is odd");
        }
        int half = patch / 2;
        Tensor kernel = Ops.resizeBilinear(projection.weight().value(), half, half);
        double gain = (double) patch * patch / (half * half);
        return projection.forwardWith(kernel.mul(gain), pixels, half);
    }

    /** A table of positions {@code [side^2, D]}, resized bicubically to {@code [grid^2, D]}. */
    static Tensor positions(Tensor table, int side, int grid) {
        long width = table.size(1);
        Tensor map = table.reshape(1, side, side, width).permute(0, 3, 1, 2);
        return Ops.resizeBicubic(map, grid, grid)
                .permute(0, 2, 3, 1)
                .reshape((long) grid * grid, width);
    }
}
