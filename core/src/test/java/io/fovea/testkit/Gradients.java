package io.fovea.testkit;

import io.fovea.tensor.Scope;
import io.fovea.tensor.Tensor;

import java.util.Objects;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** Gradients by backward and by small differences. */
public final class Gradients {

    private Gradients() {}

    /** The gradient of a scalar function at a FLOAT64 point, by backward. */
    public static double[] backward(Function<Tensor, Tensor> function, double[] at, long... dims) {
        try (Scope scope = Scope.open()) {
            Tensor x = Tensor.of(at, dims).requiresGrad(true);
            function.apply(x).backward();
            return Objects.requireNonNull(x.grad(), "no gradient came back").toDoubles();
        }
    }

    /** The gradient of a plain function by central differences. */
    public static double[] differences(ToDoubleFunction<double[]> function, double[] at) {
        double step = 1e-5;
        double[] x = at.clone();
        double[] gradient = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            x[i] = at[i] + step;
            double high = function.applyAsDouble(x);
            x[i] = at[i] - step;
            double low = function.applyAsDouble(x);
            x[i] = at[i];
            gradient[i] = (high - low) / (2 * step);
        }
        return gradient;
    }
}
