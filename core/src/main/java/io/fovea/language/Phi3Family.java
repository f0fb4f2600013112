package io.fovea.language;

import io.fovea.config.ForeignObject;

import java.util.List;

/**
 * Phi-3 (transformers' {@code Phi3Config}): fused weights, a window, and LongRoPE from {@code
 * original_max_position_embeddings} on.
 */
final class Phi3Family implements LanguageFamily {

    private static final int ORIGINAL = 4096;

    private static final DecoderKeys.Defaults ABSENT =
            new DecoderKeys.Defaults(
                    32_064, 3072, 8192, 32, 32, null, ORIGINAL, 1e-5, 10_000, ORIGINAL);

    @Override
    public List<String> modelTypes() {
        return List.of("phi3");
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
                        Windows.ofAllLayers(config, null),
                        DecoderConfig.WeightForm.FUSED));
    }
}
