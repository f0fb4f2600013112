package io.fovea.perception;

/**
 * Finer features of the picture that join on the way up.
 *
 * @param channels Cs: channels of the finer features
 * @param stage index of the upsampler stage at whose output size they are
 */
public record SkipConfig(int channels, int stage) {

    public SkipConfig {
        Shapes.positive("channels", channels);
        if (stage < 0) {
            throw new IllegalArgumentException("stage must be at least 0, got " + stage);
        }
    }
}
