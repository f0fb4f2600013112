package io.fovea.vision;

import io.fovea.config.ForeignObject;
import io.fovea.nn.Activation;

import java.util.List;

/**
 * The tower of Qwen2-VL (Wang et al. 2024), {@code qwen2_vl}: pictures of any size, packed.
 *
 * @param encoder the blocks
 * @param patchSize side of a patch in pixels
 * @param temporalPatchSize frames in a patch
 * @param mergeSize side of the blocks of patches that become one token, in patches
 * @param mergedWidth width of the merged tokens, Dl
 */
public record Qwen2VisionConfig(
        EncoderConfig encoder, int patchSize, int temporalPatchSize, int mergeSize, int mergedWidth)
        implements TowerConfig {

    private static final double EPS = 1e-6;

    public Qwen2VisionConfig {
        if (patchSize < 1 || temporalPatchSize < 1 || mergeSize < 1 || mergedWidth < 1) {
            throw new IllegalArgumentException(
                    "patch_size, temporal_patch_size, spatial_merge_size and hidden_size are at"
                            + " least 1");
        }
        if (encoder.width() / encoder.heads() % 4 != 0) {
            throw new IllegalArgumentException(
                    "rotary positions in rows and columns need heads whose width is a multiple of"
                            + " 4, got embed_dim "
                            + encoder.width()
                            + " for num_heads "
                            + encoder.heads());
        }
    }

    /** Values of a flattened patch. */
    public int patchValues() {
        return 3 * temporalPatchSize * patchSize * patchSize;
    }

    static TowerConfig read(ForeignObject keys) {
        TowerKeys.colours(keys, "in_channels");
        TowerKeys.colours(keys, "in_chans");
        keys.accept(List.of("spatial_patch_size"));
        int width = keys.whole("embed_dim", 1280);
        int mlpWidth = (int) (width * keys.number("mlp_ratio", 4));
        return new Qwen2VisionConfig(
                new EncoderConfig(
                        width,
                        keys.whole("depth", 32),
                        keys.whole("num_heads", 16),
                        mlpWidth,
                        TowerKeys.activation(keys, "hidden_act", Activation.QUICK_GELU),
                        EPS),
                keys.whole("patch_size", 14),
                keys.whole("temporal_patch_size", 2),
                keys.whole("spatial_merge_size", 2),
                keys.whole("hidden_size", 3584));
    }
}
