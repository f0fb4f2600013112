package io.fovea.generate;

import io.fovea.tensor.DType;
import io.fovea.tensor.Device;
import io.fovea.tensor.Tensor;

import java.util.Arrays;

/** Which tokens a token may look at: itself and all before it. */
final class CausalMask {

    /** Added to attention scores that must not count; the same number as in training. */
    private static final float BLOCKED = -1e9f;

    private CausalMask() {}

    /**
     * The mask {@code [1, 1, rows, earlier + rows]} of new tokens after {@code earlier} cached
     * ones.
     */
    static Tensor of(int rows, int earlier, DType dtype, Device device) {
        int width = earlier + rows;
        float[] mask = new float[rows * width];
        for (int row = 0; row < rows; row++) {
            Arrays.fill(mask, row * width + earlier + row + 1, (row + 1) * width, BLOCKED);
        }
        return Tensor.of(mask, 1, 1, rows, width).to(dtype).to(device);
    }
}
