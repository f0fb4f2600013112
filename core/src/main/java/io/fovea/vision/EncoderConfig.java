package io.fovea.vision;

import io.fovea.nn.Activation;

/**
 * A stack of pre-norm blocks.
 *
 * @param width Dv
 * @param layers number of blocks
 * @param heads attention heads
 * @param mlpWidth inner width of the MLPs
 * @param activation of the MLPs
 * @param eps added to the variance in layer norms
 */
public record EncoderConfig(
        int width, int layers, int heads, int mlpWidth, Activation activation, double eps) {

    public EncoderConfig {
        if (width < 1 || layers < 1 || mlpWidth < 1 || !(eps > 0)) {
            throw new IllegalArgumentException(
                    "a tower has a width, blocks, MLPs and an eps above 0, got "
                            + width
                            + ", "
                            + layers
                            + ", "
                            + mlpWidth
                            + " and "
                            + eps);
        }
        if (heads < 1 || width % heads != 0) {
            throw new IllegalArgumentException(
                    "width " + width + " is not a multiple of " + heads + " heads");
        }
    }
}
