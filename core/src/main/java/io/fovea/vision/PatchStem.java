package io.fovea.vision;

import io.fovea.nn.Conv2d;
import io.fovea.nn.Module;
import io.fovea.tensor.Tensor;

import org.jspecify.annotations.Nullable;

/** Turns {@code [B, 3, Y, X]} into a feature map {@code [B, Dv, rows, cols]}. */
abstract class PatchStem extends Module {

    /**
     * @param patches {@code [B, Dv, rows, cols]}
     * @param skip finer features, null for none
     */
    record Output(Tensor patches, @Nullable Tensor skip) {}

    abstract Output forward(Tensor pixels);

    abstract Output forwardFine(Tensor pixels);

    abstract int skipChannels();

    static PatchStem of(VitConfig config) {
        return switch (config.stem()) {
            case PATCH -> new Plain(config);
            case RESIDUAL -> new ResidualStem(config.width());
        };
    }

    /** One convolution, kernel and stride the patch size. */
    private static final class Plain extends PatchStem {

        private final Conv2d projection;
        private final int patch;

        Plain(VitConfig config) {
            patch = config.patchSize();
            projection = child("projection", new Conv2d(3, config.width(), patch, patch, 0, true));
        }

        @Override
        Output forward(Tensor pixels) {
            return new Output(projection.forward(pixels), null);
        }

        @Override
        Output forwardFine(Tensor pixels) {
            return new Output(HalfPatches.embed(projection, pixels, patch), null);
        }

        @Override
        int skipChannels() {
            return 0;
        }
    }
}
