package io.fovea.vision;

import io.fovea.config.ForeignObject;
import io.fovea.nn.Activation;

import java.util.List;

/**
 * The tower of Idefics3 and SmolVLM (Laurençon et al. 2024), {@code idefics3_vision}: the defaults
 * of Hugging Face's class.
 */
final class Idefics3Vision {

    private static final EncoderTowerConfig DEFAULTS =
            new EncoderTowerConfig(
                    EncoderTowerConfig.Form.IDEFICS3,
                    224,
                    32,
                    new EncoderConfig(1152, 12, 16, 3072, Activation.GELU_TANH, 1e-6));

    private Idefics3Vision() {}

    static TowerConfig read(ForeignObject keys) {
        keys.accept(List.of("max_image_size", "size", "use_base_siglip"));
        return EncoderTowerConfig.read(keys, DEFAULTS);
    }
}
