package io.fovea.vision;

import io.fovea.config.ForeignObject;
import io.fovea.nn.Activation;

import java.util.List;

/**
 * CLIP's picture side (Radford et al. 2021), {@code clip_vision_model}: the defaults of Hugging
 * Face's class. {@code post_layernorm} is in the file and touches no state.
 */
final class ClipVision {

    private static final EncoderTowerConfig DEFAULTS =
            new EncoderTowerConfig(
                    EncoderTowerConfig.Form.CLIP,
                    224,
                    32,
                    new EncoderConfig(768, 12, 12, 3072, Activation.QUICK_GELU, 1e-5));

    private ClipVision() {}

    static TowerConfig read(ForeignObject keys) {
        keys.accept(List.of("projection_dim", "vocab_size"));
        return EncoderTowerConfig.read(keys, DEFAULTS);
    }
}
