package io.fovea.language;

import io.fovea.config.ForeignObject;

import java.util.List;

/**
 * Qwen2 and Qwen2.5 (transformers' {@code Qwen2Config}): queries, keys and values have biases, and
 * upper layers may have a window.
 */
final class Qwen2Family implements LanguageFamily {

    private static final DecoderKeys.Defaults ABSENT =
            new DecoderKeys.Defaults(151_936, 4096, 22_016, 32, 32, 32, 32_768, 1e-6, 10_000, null);

    @Override
    public List<String> modelTypes() {
        return List.of("qwen2");
    }

    @Override
    public DecoderConfig read(ForeignObject config) {
        return DecoderKeys.read(
                config,
                ABSENT,
                new DecoderKeys.Traits(
                        true,
                        false,
                        false,
                        Windows.ofUpperLayers(config, 28),
                        DecoderConfig.WeightForm.SEPARATE));
    }
}
