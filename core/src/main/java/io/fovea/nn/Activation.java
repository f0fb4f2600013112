package io.fovea.nn;

import io.fovea.tensor.Tensor;

/** Elementwise non-linearities under the names that configs use. */
public enum Activation {
    GELU,
    GELU_TANH,
    QUICK_GELU,
    SILU,
    RELU;

    public Tensor apply(Tensor x) {
        return switch (this) {
            case GELU -> x.gelu();
            case GELU_TANH -> x.geluTanh();
            case QUICK_GELU -> x.mul(x.mul(1.702).sigmoid());
            case SILU -> x.silu();
            case RELU -> x.relu();
        };
    }

    /**
     * The activation that a Hugging Face config names.
     *
     * @throws IllegalArgumentException listing the known names
     */
    public static Activation of(String name) {
        return switch (name) {
            case "gelu" -> GELU;
            case "gelu_tanh", "gelu_pytorch_tanh", "gelu_new" -> GELU_TANH;
            case "quick_gelu" -> QUICK_GELU;
            case "silu", "swish" -> SILU;
            case "relu" -> RELU;
            default ->
                    throw new IllegalArgumentException(
                            "unknown activation '"
                                    + name
                                    + "', expected gelu, gelu_pytorch_tanh, quick_gelu, silu or"
                                    + " relu");
        };
    }
}
