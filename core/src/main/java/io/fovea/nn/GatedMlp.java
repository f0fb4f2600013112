package io.fovea.nn;

import io.fovea.tensor.Tensor;

import java.util.function.UnaryOperator;

/** {@code down(act(gate x) * up x)}: the SwiGLU of Llama, {@code [.., D] -> [.., D]}. */
public final class GatedMlp extends Module {

    /**
     * The shape of the layer.
     *
     * @param width D
     * @param inner width between
     * @param activation of the gate
     * @param bias whether its linear layers have biases
     */
    public record Config(int width, int inner, Activation activation, boolean bias) {}

    private final UnaryOperator<Tensor> gated;
    private final Linear down;

    public GatedMlp(Config config, double residualScale) {
        Linear gate = child("gate_proj", new Linear(config.width, config.inner, config.bias));
        Linear up = child("up_proj", new Linear(config.width, config.inner, config.bias));
        gated = x -> config.activation.apply(gate.forward(x)).mul(up.forward(x));
        down = down(config, residualScale);
    }

    private GatedMlp(Config config, String fusedName, double residualScale) {
        Linear both = child(fusedName, new Linear(config.width, 2L * config.inner, config.bias));
        gated =
                x -> {
                    Tensor y = both.forward(x);
                    Tensor gate = y.narrow(-1, 0, config.inner);
                    return config.activation
                            .apply(gate)
                            .mul(y.narrow(-1, config.inner, config.inner));
                };
        down = down(config, residualScale);
    }

    private Linear down(Config config, double residualScale) {
        return child(
                "down_proj",
                new Linear(config.inner, config.width, config.bias, Init.fanIn(residualScale)));
    }

    /**
     * A layer whose gate and up weights are one, in this order of rows.
     *
     * @param name of that weight, such as {@code gate_up_proj}
     */
    public static GatedMlp fused(Config config, String name, double residualScale) {
        return new GatedMlp(config, name, residualScale);
    }

    public Tensor forward(Tensor x) {
        return down.forward(gated.apply(x));
    }
}
