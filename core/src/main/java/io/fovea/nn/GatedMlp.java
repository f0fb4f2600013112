package io.fovea.nn;

import io.fovea.tensor.Tensor;

/** {@code down(act(gate x) * up x)}: the SwiGLU of Llama. */
public final class GatedMlp extends Module {

    private final Linear gate;
    private final Linear up;
    private final Linear down;
    private final Activation activation;

    public GatedMlp(long width, long inner, Activation activation, double residualScale) {
        gate = child("gate_proj", new Linear(width, inner, false));
        up = child("up_proj", new Linear(width, inner, false));
        down = child("down_proj", new Linear(inner, width, false, Init.fanIn(residualScale)));
        this.activation = activation;
    }

    public Tensor forward(Tensor x) {
        return down.forward(activation.apply(gate.forward(x)).mul(up.forward(x)));
    }
}
