package io.fovea.vision;

import io.fovea.nn.Init;
import io.fovea.nn.LayerNorm;
import io.fovea.nn.Module;
import io.fovea.nn.Parameter;
import io.fovea.tensor.Tensor;

import java.util.List;

/**
 * Learned multi-layer fusion (PerceptionGPT): a softmax-weighted sum of a tower's states, {@code
 * [B, P, Dv]}. All weights are equal at the start. Without learning it is the last state alone.
 */
public final class LayerFusion extends Module {

    private final Parameter coefficients;
    private final LayerNorm norm;
    private final boolean learned;

    /**
     * @param learned whether all states are fused; otherwise only the last one is used
     */
    public LayerFusion(int states, int width, boolean learned) {
        coefficients = parameter("coefficients", Init.ZEROS, states);
        norm = child("norm", new LayerNorm(width, 1e-5));
        this.learned = learned;
    }

    public Tensor forward(List<Tensor> states) {
        if (!learned) {
            return norm.forward(states.getLast());
        }
        Tensor shares = coefficients.value().softmax(0);
        Tensor sum = states.getFirst().mul(shares.narrow(0, 0, 1));
        for (int i = 1; i < states.size(); i++) {
            sum = sum.add(states.get(i).mul(shares.narrow(0, i, 1)));
        }
        return norm.forward(sum);
    }
}
