package io.fovea.language;

import io.fovea.config.ForeignObject;

import java.util.List;

/**
 * Mistral 7B (transformers' {@code MistralConfig}): every layer has a window, unless it is null.
 */
final class MistralFamily implements LanguageFamily {

    private static final DecoderKeys.Defaults ABSENT =
            new DecoderKeys.Defaults(32_000, 4096, 14_336, 32, 32, 8, 131_072, 1e-6, 10_000, null);

    @Override
    public List<String> modelTypes() {
        return List.of("mistral");
    }

    @Override
    public DecoderConfig read(ForeignObject config) {
        return DecoderKeys.read(
                config,
                ABSENT,
                new DecoderKeys.Traits(
                        false,
                        false,
                        false,
                        Windows.ofAllLayers(config, 4096),
                        DecoderConfig.WeightForm.SEPARATE));
    }
}
