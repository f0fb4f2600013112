package io.fovea.language;

import io.fovea.config.ForeignObject;

import org.jspecify.annotations.Nullable;

/** The keys of sliding windows. */
final class Windows {

    private Windows() {}

    /** {@code sliding_window} for every layer; null for none. */
    static DecoderConfig.@Nullable Window ofAllLayers(
            ForeignObject config, @Nullable Integer absent) {
        Integer tokens = config.wholeOrNull("sliding_window", absent);
        return tokens == null ? null : window(config, tokens, 0);
    }

    /**
     * Qwen2's: none unless {@code use_sliding_window}, and then from the layer {@code
     * max_window_layers} on. (The eager path of transformers 4.47 windows every layer; its other
     * paths and later versions do as here.)
     */
    static DecoderConfig.@Nullable Window ofUpperLayers(ForeignObject config, int absentFirst) {
        boolean used = config.truth("use_sliding_window", false);
        Integer tokens = config.wholeOrNull("sliding_window", 4096);
        int first = config.whole("max_window_layers", absentFirst);
        return used && tokens != null ? window(config, tokens, first) : null;
    }

    private static DecoderConfig.@Nullable Window window(
            ForeignObject config, int tokens, int first) {
        return config.make("sliding_window", () -> new DecoderConfig.Window(tokens, first))
                .orElse(null);
    }
}
