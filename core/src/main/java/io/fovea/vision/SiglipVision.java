package io.fovea.vision;

import io.fovea.config.ForeignObject;
import io.fovea.nn.Activation;

import java.util.List;

/**
 * SigLIP's picture side (Zhai et al. 2023), {@code siglip_vision_model}: the defaults of Hugging
 * Face's class. The pooling head {@code head.*} is in most files and not needed here.
 */
final class SiglipVision {

    private static final EncoderTowerConfig DEFAULTS =
            new EncoderTowerConfig(
                    EncoderTowerConfig.Form.SIGLIP,
                    224,
                    16,
                    new EncoderConfig(768, 12, 12, 3072, Activation.GELU_TANH, 1e-6));

    private SiglipVision() {}

    static TowerConfig read(ForeignObject keys) {
        keys.accept(List.of("vision_use_head", "projection_dim", "vocab_size"));
        return EncoderTowerConfig.read(keys, DEFAULTS);
    }
}
