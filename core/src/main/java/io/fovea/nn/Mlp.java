package io.fovea.nn;

import io.fovea.tensor.Tensor;

import java.util.ArrayList;
import java.util.List;

/** Linear layers with an activation between them: {@code [.., widths[0]] -> [.., widths[last]]}. */
public final class Mlp extends Module {

    private final List<Linear> layers = new ArrayList<>();
    private final Activation activation;

    /**
     * @param lastInit how the last layer's weight begins
     * @param widths input, hidden ..., output
     */
    public Mlp(Activation activation, Init lastInit, long... widths) {
        this.activation = activation;
        for (int i = 0; i + 1 < widths.length; i++) {
            Init init = i + 2 == widths.length ? lastInit : Init.FAN_IN;
            layers.add(child("layers." + i, new Linear(widths[i], widths[i + 1], true, init)));
        }
    }

    public Tensor forward(Tensor x) {
        for (int i = 0; i < layers.size(); i++) {
            x = layers.get(i).forward(x);
            if (i + 1 < layers.size()) {
                x = activation.apply(x);
            }
        }
        return x;
    }
}
