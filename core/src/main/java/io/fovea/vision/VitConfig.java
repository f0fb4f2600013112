package io.fovea.vision;

import io.fovea.nn.Activation;

/**
 * A vision transformer.
 *
 * @param imageSize side of the square input in pixels
 * @param patchSize side of a patch in pixels
 * @param width Dv
 * @param layers number of blocks
 * @param heads attention heads
 * @param mlpWidth inner width of the MLPs
 * @param activation of the MLPs
 * @param stem how pixels become patches
 */
public record VitConfig(
        int imageSize,
        int patchSize,
        int width,
        int layers,
        int heads,
        int mlpWidth,
        Activation activation,
        Stem stem) {

    /** How pixels become patches. */
    public enum Stem {
        /** One convolution whose kernel is the patch, as in the original ViT. */
        PATCH,
        /**
         * A few strided and residual convolutions with batch norm: learns faster from little data.
         */
        RESIDUAL
    }

    public VitConfig {
        if (patchSize < 1 || imageSize % patchSize != 0) {
            throw new IllegalArgumentException(
                    "patch_size " + patchSize + " does not divide image_size " + imageSize);
        }
        if (heads < 1 || width % heads != 0) {
            throw new IllegalArgumentException(
                    "width " + width + " is not a multiple of " + heads + " heads");
        }
        if (stem == Stem.RESIDUAL && patchSize != 16) {
            throw new IllegalArgumentException(
                    "the residual stem makes patches of 16 pixels, got patch_size " + patchSize);
        }
    }

    /** Patches on a side. */
    public int grid() {
        return imageSize / patchSize;
    }
}
