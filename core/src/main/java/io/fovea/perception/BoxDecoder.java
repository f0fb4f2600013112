package io.fovea.perception;

import io.fovea.nn.Activation;
import io.fovea.nn.Init;
import io.fovea.nn.Linear;
import io.fovea.nn.Mlp;
import io.fovea.nn.Module;
import io.fovea.tensor.Tensor;

import org.jspecify.annotations.Nullable;

/**
 * Reads boxes from hidden states: the sigmoid of three linear layers Dl - w - w - 4 with ReLU
 * between, the last of which begins at zero, so that every first box is the middle half of the
 * picture (0.5 four times). PerceptionGPT uses w = 512 (pipilurj/perceptionGPT). The linear path, a
 * matrix of its own beside the layers, is an addition: a small model learns coarse places sooner
 * through it.
 */
public final class BoxDecoder extends Module {

    private final int hiddenWidth;
    private final Mlp mlp;
    private final @Nullable Linear linear;

    public BoxDecoder(int hiddenWidth, int innerWidth, boolean linearPath) {
        this.hiddenWidth = hiddenWidth;
        mlp =
                child(
                        "mlp",
                        new Mlp(
                                Activation.RELU,
                                Init.ZEROS,
                                hiddenWidth,
                                innerWidth,
                                innerWidth,
                                4));
        linear = linearPath ? child("linear", new Linear(hiddenWidth, 4, false, Init.ZEROS)) : null;
    }

    /**
     * Hidden states {@code [N, Dl]}: boxes {@code [N, 4]} as CXCYWH fractions, each number in 0..1.
     */
    public Tensor forward(Tensor hidden) {
        Shapes.require("hidden states", hidden, -1, hiddenWidth);
        Tensor logits = mlp.forward(hidden);
        return (linear == null ? logits : logits.add(linear.forward(hidden))).sigmoid();
    }
}
