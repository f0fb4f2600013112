package io.fovea.language;

import io.fovea.config.ForeignObject;

import java.util.List;

/** Llama 2 and 3 (transformers' {@code LlamaConfig}): biases are a choice. */
final class LlamaFamily implements LanguageFamily {

    private static final DecoderKeys.Defaults ABSENT =
            new DecoderKeys.Defaults(32_000, 4096, 11_008, 32, 32, null, 2048, 1e-6, 10_000, null);

    @Override
    public List<String> modelTypes() {
        return List.of("llama");
    }

    @Override
    public DecoderConfig read(ForeignObject config) {
        boolean bias = config.truth("attention_bias", false);
        return DecoderKeys.read(
                config,
                ABSENT,
                new DecoderKeys.Traits(
                        bias,
                        bias,
                        config.truth("mlp_bias", false),
                        null,
                        DecoderConfig.WeightForm.SEPARATE));
    }
}
