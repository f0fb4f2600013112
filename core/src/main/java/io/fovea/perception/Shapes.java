package io.fovea.perception;

import io.fovea.tensor.Shape;
import io.fovea.tensor.Tensor;

/** Checks of what comes in, with a sentence for what does not fit. */
final class Shapes {

    private Shapes() {}

    /**
     * Passes a tensor of these sizes; -1 fits any.
     *
     * @throws IllegalArgumentException otherwise, with both shapes
     */
    static void require(String what, Tensor tensor, long... dims) {
        boolean fits = tensor.rank() == dims.length;
        for (int i = 0; fits && i < dims.length; i++) {
            fits = dims[i] == -1 || dims[i] == tensor.size(i);
        }
        if (!fits) {
            String expected = new Shape(dims).toString().replace("-1", "any");
            throw new IllegalArgumentException(
                    what + " of shape " + expected + " expected, got " + tensor.shape());
        }
    }

    /**
     * Passes a positive number of a config.
     *
     * @throws IllegalArgumentException otherwise, with its name
     */
    static void positive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " must be at least 1, got " + value);
        }
    }
}
