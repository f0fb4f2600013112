package io.fovea.perception;

import java.util.List;

/**
 * The sizes of a {@link MaskDecoder}.
 *
 * @param transformer the two-way transformer; its width is that of the whole decoder
 * @param positions how the picture's cells say where they are
 * @param upsampler the way to the mask's grid
 */
public record MaskDecoderConfig(
        TwoWayConfig transformer, Positions positions, UpsamplerConfig upsampler) {

    public MaskDecoderConfig {
        if (transformer.width() % 4 != 0) {
            throw new IllegalArgumentException(
                    "transformer.width must be a multiple of 4 for the position encodings, got "
                            + transformer.width());
        }
    }

    /** Width 1024, three bilinear stages, 128 channels, as in the paper's code. */
    static MaskDecoderConfig paper() {
        return sized(1024);
    }

    /** The paper's, at another width: a multiple of 32. */
    static MaskDecoderConfig sized(int width) {
        var stages =
                List.of(
                        UpsamplerStage.bilinear(width / 4),
                        UpsamplerStage.bilinear(width / 8),
                        UpsamplerStage.bilinear(width / 8));
        return new MaskDecoderConfig(
                new TwoWayConfig(2, width, 8, 2 * width, 2),
                Positions.SINUSOID,
                new UpsamplerConfig(stages, width / 8, null));
    }
}
