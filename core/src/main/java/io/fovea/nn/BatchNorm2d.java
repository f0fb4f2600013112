package io.fovea.nn;

import io.fovea.tensor.Ops;
import io.fovea.tensor.Tensor;

/** Batch normalisation of {@code [B, C, Y, X]}; running statistics are part of the checkpoint. */
public final class BatchNorm2d extends Module {

    private final Parameter weight;
    private final Parameter bias;
    private final Parameter runningMean;
    private final Parameter runningVar;

    public BatchNorm2d(long channels, Init weightInit) {
        weight = parameter("weight", weightInit, channels);
        bias = parameter("bias", Init.ZEROS, channels);
        runningMean = buffer("running_mean", Init.ZEROS, channels);
        runningVar = buffer("running_var", Init.ONES, channels);
    }

    public Tensor forward(Tensor x) {
        return Ops.batchNorm(
                x,
                weight.value(),
                bias.value(),
                runningMean.value(),
                runningVar.value(),
                isTraining() && weight.isTrainable());
    }
}
