package io.fovea.nn;

import io.fovea.tensor.Rng;
import io.fovea.tensor.Shape;
import io.fovea.tensor.Tensor;

/** How a parameter begins when no checkpoint gives it a value. */
@FunctionalInterface
public interface Init {

    Init ZEROS = (rng, shape) -> Tensor.zeros(shape.dims());
    Init ONES = (rng, shape) -> Tensor.ones(shape.dims());

    /** Normal with standard deviation 1 / sqrt(inputs); for weights {@code [out, in, ...]}. */
    Init FAN_IN =
            (rng, shape) ->
                    rng.normal(Math.sqrt((double) shape.dim(0) / shape.elements()), shape.dims());

    Tensor create(Rng rng, Shape shape);

    static Init normal(double std) {
        return (rng, shape) -> rng.normal(std, shape.dims());
    }

    /** {@link #FAN_IN} times a factor: small for layers that end a residual branch. */
    static Init fanIn(double factor) {
        return (rng, shape) ->
                rng.normal(
                        factor * Math.sqrt((double) shape.dim(0) / shape.elements()), shape.dims());
    }
}
