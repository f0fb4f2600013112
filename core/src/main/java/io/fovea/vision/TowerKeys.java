package io.fovea.vision;

import io.fovea.config.ForeignObject;
import io.fovea.nn.Activation;

/** Keys that the configs of several families have. */
final class TowerKeys {

    private TowerKeys() {}

    /** The activation that a key names. */
    static Activation activation(ForeignObject keys, String key, Activation absent) {
        return keys.has(key) ? keys.named(key, "gelu", Activation::of) : absent;
    }

    /** Notes a problem where pictures have other than three channels. */
    static void colours(ForeignObject keys, String key) {
        int channels = keys.whole(key, 3);
        if (channels != 3) {
            keys.problem(key, "3", String.valueOf(channels), "pictures come in red, green, blue");
        }
    }
}
