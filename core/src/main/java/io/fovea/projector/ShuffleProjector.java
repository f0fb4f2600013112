package io.fovea.projector;

import io.fovea.nn.Linear;
import io.fovea.tensor.Tensor;

/**
 * Pixel shuffle and a linear layer (Idefics3, Laurençon et al. 2024): the patches of a block, row
 * by row, become one state.
 */
final class ShuffleProjector extends Projector {

    private final int side;
    private final Linear linear;

    ShuffleProjector(ProjectorForm.Shuffle form, int visionWidth, int languageWidth) {
        side = form.side();
        linear =
                child(
                        "modality_projection.proj",
                        new Linear((long) visionWidth * side * side, languageWidth, false));
    }

    @Override
    public Tensor forward(Tensor features, int rows, int cols) {
        long batch = features.size(0);
        long width = features.size(2);
        int tokens = tokens(rows, cols);
        return linear.forward(
                features.reshape(batch, rows / side, side, cols / side, side, width)
                        .permute(0, 1, 3, 2, 4, 5)
                        .reshape(batch, tokens, side * side * width));
    }

    @Override
    public int tokens(int rows, int cols) {
        if (rows % side != 0 || cols % side != 0) {
            throw new IllegalArgumentException(
                    rows
                            + " x "
                            + cols
                            + " patches do not fall into blocks of scale_factor "
                            + side);
        }
        return rows / side * (cols / side);
    }
}
