package io.fovea.perception;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * The sizes of a perception head, stored with the model.
 *
 * @param head name in {@link PerceptionHeads}
 * @param hiddenWidth Dl, width of the language model
 * @param featureWidth Dv, width of the picture's features
 * @param boxWidth inner width of the box encoder and decoder
 * @param boxLinearPath whether the box decoder has a linear path beside its layers
 * @param maskEncoder the mask encoder
 * @param maskDecoder the mask decoder
 */
public record PerceptionConfig(
        String head,
        int hiddenWidth,
        int featureWidth,
        int boxWidth,
        boolean boxLinearPath,
        MaskEncoderConfig maskEncoder,
        MaskDecoderConfig maskDecoder) {

    public PerceptionConfig {
        Shapes.positive("hidden_width", hiddenWidth);
        Shapes.positive("feature_width", featureWidth);
        Shapes.positive("box_width", boxWidth);
    }

    /** The paper's sizes (7B): two-way width 1024, 28 x 28 features in, 224 x 224 logits out. */
    public static PerceptionConfig paper() {
        return new PerceptionConfig(
                "token",
                4096,
                1024,
                512,
                false,
                MaskEncoderConfig.paper(),
                MaskDecoderConfig.paper());
    }

    /**
     * The paper's form at the size of another model: as wide in proportion to the language model
     * (two-way width {@code Dl / 4}, from 64 to 1024), masks eight times as fine as the patches.
     *
     * @param patches on a side of the features that masks are read from
     */
    public static PerceptionConfig sized(int hiddenWidth, int featureWidth, int patches) {
        int width = Math.clamp(hiddenWidth / 4 / 32 * 32, 64, 1024);
        return new PerceptionConfig(
                "token",
                hiddenWidth,
                featureWidth,
                Math.max(64, width / 2),
                true,
                MaskEncoderConfig.sized(8 * patches, width),
                MaskDecoderConfig.sized(width));
    }

    /**
     * Masks are compared and written on one grid, that of the mask encoder; the decoder must answer
     * on the same.
     *
     * @param patches on a side of the features that masks are read from
     * @throws IllegalArgumentException saying both grids
     */
    public void requireGrid(int patches) {
        int decoded = patches << maskDecoder.upsampler().stages().size();
        if (decoded != maskEncoder.grid()) {
            throw new IllegalArgumentException(
                    "mask_encoder.grid is "
                            + maskEncoder.grid()
                            + ", but the mask decoder makes masks of "
                            + decoded
                            + " cells on a side ("
                            + patches
                            + " patches doubled by each stage of its upsampler); make the two"
                            + " equal");
        }
    }

    /**
     * Sizes for a model that learns on two processor cores: 8 x 8 features in, 32 x 32 logits out.
     *
     * @param skip the finer features that the mask decoder also sees; null for none
     */
    public static PerceptionConfig small(
            int hiddenWidth, int featureWidth, @Nullable SkipConfig skip) {
        var maskEncoder = new MaskEncoderConfig(32, 16, 3, false, List.of(16, 32), 1, 128);
        var stages = List.of(UpsamplerStage.transposed(32), UpsamplerStage.transposed(16));
        var maskDecoder =
                new MaskDecoderConfig(
                        new TwoWayConfig(2, 64, 4, 128, 2),
                        Positions.SINUSOID,
                        new UpsamplerConfig(stages, 0, skip));
        return new PerceptionConfig(
                "token", hiddenWidth, featureWidth, 128, true, maskEncoder, maskDecoder);
    }
}
