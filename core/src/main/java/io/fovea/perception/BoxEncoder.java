package io.fovea.perception;

import io.fovea.nn.Activation;
import io.fovea.nn.Init;
import io.fovea.nn.Mlp;
import io.fovea.nn.Module;
import io.fovea.tensor.Tensor;

/**
 * Writes boxes as input embeddings: three linear layers 4 - w - w - Dl with ReLU between.
 * PerceptionGPT uses w = 512 (pipilurj/perceptionGPT, {@code mllm/models/perceptionGPT}).
 */
public final class BoxEncoder extends Module {

    private final Mlp mlp;

    public BoxEncoder(int innerWidth, int hiddenWidth) {
        mlp =
                child(
                        "mlp",
                        new Mlp(
                                Activation.RELU,
                                Init.FAN_IN,
                                4,
                                innerWidth,
                                innerWidth,
                                hiddenWidth));
    }

    /** Boxes {@code [N, 4]} as CXCYWH fractions: embeddings {@code [N, Dl]}. */
    public Tensor forward(Tensor boxesCxcywh) {
        Shapes.require("boxes", boxesCxcywh, -1, 4);
        return mlp.forward(boxesCxcywh);
    }
}
