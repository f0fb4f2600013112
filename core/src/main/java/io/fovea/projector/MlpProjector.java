package io.fovea.projector;

import io.fovea.nn.Activation;
import io.fovea.nn.Init;
import io.fovea.nn.Mlp;
import io.fovea.tensor.Ops;
import io.fovea.tensor.Tensor;

/**
 * A linear layer or two with GELU between (LLaVA-1.5), after optional average pooling of the
 * patches.
 */
final class MlpProjector extends Projector {

    private final Mlp mlp;
    private final int pooledGrid;

    MlpProjector(int pooledGrid, long... widths) {
        mlp = child("mlp", new Mlp(Activation.GELU, Init.FAN_IN, widths));
        this.pooledGrid = pooledGrid;
    }

    @Override
    public Tensor forward(Tensor features, int rows, int cols) {
        return mlp.forward(pooledGrid == 0 ? features : pool(features, rows, cols));
    }

    @Override
    public int tokens(int rows, int cols) {
        return pooledGrid == 0 ? rows * cols : pooledGrid * pooledGrid;
    }

    private Tensor pool(Tensor features, int rows, int cols) {
        long batch = features.size(0);
        long width = features.size(2);
        Tensor map = features.transpose(1, 2).reshape(batch, width, rows, cols);
        return Ops.adaptiveAvgPool2d(map, pooledGrid, pooledGrid)
                .reshape(batch, width, (long) pooledGrid * pooledGrid)
                .transpose(1, 2);
    }
}
