package io.fovea.projector;

import io.fovea.nn.Linear;
import io.fovea.tensor.Ops;
import io.fovea.tensor.Tensor;

import java.util.ArrayList;
import java.util.List;

/**
 * Linear layers with an activation between them (one in LLaVA, two in LLaVA-1.5), after optional
 * average pooling of the patches.
 */
final class MlpProjector extends Projector {

    private final ProjectorForm.Stack form;
    private final List<Linear> layers = new ArrayList<>();

    MlpProjector(ProjectorForm.Stack form, int visionWidth, int languageWidth) {
        this.form = form;
        int in = visionWidth;
        for (String name : form.layers()) {
            layers.add(child(name, new Linear(in, languageWidth, true)));
            in = languageWidth;
        }
    }

    @Override
    public Tensor forward(Tensor features, int rows, int cols) {
        Tensor x = form.pooledGrid() == 0 ? features : pool(features, rows, cols);
        for (int i = 0; i < layers.size(); i++) {
            x = layers.get(i).forward(i == 0 ? x : form.activation().apply(x));
        }
        return x;
    }

    @Override
    public int tokens(int rows, int cols) {
        return form.pooledGrid() == 0 ? rows * cols : form.pooledGrid() * form.pooledGrid();
    }

    private Tensor pool(Tensor features, int rows, int cols) {
        int side = form.pooledGrid();
        long batch = features.size(0);
        long width = features.size(2);
        Tensor map = features.transpose(1, 2).reshape(batch, width, rows, cols);
        return Ops.adaptiveAvgPool2d(map, side, side)
                .reshape(batch, width, (long) side * side)
                .transpose(1, 2);
    }
}
