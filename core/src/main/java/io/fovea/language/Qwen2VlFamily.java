package io.fovea.language;

import io.fovea.config.ForeignObject;

import java.util.List;

/**
 * The text side of Qwen2-VL (transformers' {@code Qwen2VLConfig}): Qwen2 whose positions have three
 * axes, time, row and column ({@code rope_scaling.mrope_section}).
 */
final class Qwen2VlFamily implements LanguageFamily {

    private static final DecoderKeys.Defaults ABSENT =
            new DecoderKeys.Defaults(152_064, 8192, 29_568, 80, 64, 8, 32_768, 1e-5, 1e6, null);

    @Override
    public List<String> modelTypes() {
        return List.of("qwen2_vl", "qwen2_vl_text");
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
                        Windows.ofUpperLayers(config, 80),
                        DecoderConfig.WeightForm.SEPARATE));
    }
}
