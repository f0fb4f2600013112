package io.fovea.projector;

import io.fovea.nn.LayerNorm;
import io.fovea.nn.Linear;
import io.fovea.tensor.Tensor;

/**
 * Qwen2-VL's patch merger (Wang et al. 2024): norm, join the patches of a block, linear, GELU,
 * linear. Patches come block by block, so pictures may lie packed in one row.
 */
final class MergeProjector extends Projector {

    private final int block;
    private final LayerNorm norm;
    private final Linear first;
    private final Linear second;

    MergeProjector(ProjectorForm.Merge form, int visionWidth, int languageWidth) {
        block = form.side() * form.side();
        long joined = (long) visionWidth * block;
        norm = child("ln_q", new LayerNorm(visionWidth, 1e-6));
        first = child("mlp.0", new Linear(joined, joined, true));
        second = child("mlp.2", new Linear(joined, languageWidth, true));
    }

    @Override
    public Tensor forward(Tensor features, int rows, int cols) {
        long width = features.size(2);
        Tensor joined =
                norm.forward(features).reshape(features.size(0), tokens(rows, cols), block * width);
        return second.forward(first.forward(joined).gelu());
    }

    @Override
    public int tokens(int rows, int cols) {
        if (rows * cols % block != 0) {
            throw new IllegalArgumentException(
                    rows + " x " + cols + " patches do not fall into blocks of " + block);
        }
        return rows * cols / block;
    }
}
