package io.fovea.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fovea.config.ConfigError;
import io.fovea.config.StrictJson;
import io.fovea.nn.Activation;

import org.junit.jupiter.api.Test;

class VisionTowersTest {

    /** Reads the config of a model that keeps its tower under {@code vision_config}. */
    private static TowerReading read(String model, String tower) {
        String json = "{\"model_type\": \"" + model + "\", \"vision_config\": " + tower + "}";
        return VisionTowers.read(StrictJson.tree(json, "the test"), "config.json");
    }

    private static TowerReading read(String tower) {
        return read("llava", tower);
    }

    @Test
    void whatIsAbsentIsAsTheFamilySays() {
        assertThat(read("{}").config())
                .isEqualTo(
                        new EncoderTowerConfig(
                                EncoderTowerConfig.Form.CLIP,
                                224,
                                32,
                                new EncoderConfig(768, 12, 12, 3072, Activation.QUICK_GELU, 1e-5)));
        assertThat(read("{\"model_type\":\"siglip_vision_model\"}").config())
                .isEqualTo(
                        new EncoderTowerConfig(
                                EncoderTowerConfig.Form.SIGLIP,
                                224,
                                16,
                                new EncoderConfig(768, 12, 12, 3072, Activation.GELU_TANH, 1e-6)));
        assertThat(read("idefics3", "{}").config())
                .isEqualTo(
                        new EncoderTowerConfig(
                                EncoderTowerConfig.Form.IDEFICS3,
                                224,
                                32,
                                new EncoderConfig(1152, 12, 16, 3072, Activation.GELU_TANH, 1e-6)));
        assertThat(read("qwen2_vl", "{}").config())
                .isEqualTo(
                        new Qwen2VisionConfig(
                                new EncoderConfig(1280, 32, 16, 5120, Activation.QUICK_GELU, 1e-6),
                                14,
                                2,
                                2,
                                3584));
    }

    @Test
    void theConfigOfLlava15IsRead() {
        TowerReading reading =
                read(
                        """
                        {"hidden_size": 1024, "image_size": 336, "intermediate_size": 4096,
                         "model_type": "clip_vision_model", "num_attention_heads": 16,
                         "num_hidden_layers": 24, "patch_size": 14, "projection_dim": 768,
                         "vocab_size": 32000}
                        """);
        assertThat(reading.warnings()).isEmpty();
        EncoderTowerConfig config = (EncoderTowerConfig) reading.config();
        assertThat(config.grid()).isEqualTo(24);
        assertThat(config.prefix()).isEqualTo(1);
        assertThat(config.encoder())
                .isEqualTo(new EncoderConfig(1024, 24, 16, 4096, Activation.QUICK_GELU, 1e-5));
    }

    @Test
    void modelsWithATowerOfTheirOwnSayItsType() {
        TowerReading qwen2 =
                read(
                        "qwen2_vl",
                        """
                        {"depth": 32, "embed_dim": 1280, "mlp_ratio": 4, "num_heads": 16,
                         "in_chans": 3, "hidden_size": 1536, "patch_size": 14,
                         "spatial_merge_size": 2, "spatial_patch_size": 14,
                         "temporal_patch_size": 2}
                        """);
        assertThat(qwen2.warnings()).isEmpty();
        assertThat(qwen2.config())
                .isInstanceOfSatisfying(
                        Qwen2VisionConfig.class,
                        config -> assertThat(config.mergedWidth()).isEqualTo(1536));
        TowerReading idefics3 =
                read(
                        "idefics3",
                        """
                        {"hidden_size": 768, "image_size": 512, "max_image_size":
                         {"longest_edge": 512}, "model_type": "siglip_vision_model",
                         "num_attention_heads": 12, "patch_size": 16,
                         "size": {"longest_edge": 2048}, "use_base_siglip": true}
                        """);
        assertThat(idefics3.warnings()).isEmpty();
        assertThat(idefics3.config())
                .isInstanceOfSatisfying(
                        EncoderTowerConfig.class,
                        config -> {
                            assertThat(config.form()).isEqualTo(EncoderTowerConfig.Form.IDEFICS3);
                            assertThat(config.grid()).isEqualTo(32);
                        });
    }

    @Test
    void aTowerMayStandAloneAndAModelNeedsOne() {
        assertThat(
                        VisionTowers.read(
                                        StrictJson.tree(
                                                "{\"model_type\":\"clip_vision_model\"}",
                                                "the test"),
                                        "config.json")
                                .config()
                                .patchSize())
                .isEqualTo(32);
        assertThatThrownBy(
                        () ->
                                VisionTowers.read(
                                        StrictJson.tree(
                                                "{\"model_type\":\"qwen2_vl\"}", "the test"),
                                        "config.json"))
                .isInstanceOf(ConfigError.class)
                .hasMessageContaining("vision_config");
    }

    @Test
    void keysThatNobodyKnowsAreWarnings() {
        assertThat(read("{\"model_type\":\"siglip_vision_model\",\"colour\":1}").warnings())
                .containsExactly("vision_config.colour");
    }

    @Test
    void allThatIsNotSupportedIsToldAtOnce() {
        assertThatThrownBy(
                        () ->
                                read(
                                        """
                                        {"model_type": "clip_vision_model", "hidden_act": "mish",
                                         "num_channels": 4, "image_size": "big"}
                                        """))
                .isInstanceOf(ConfigError.class)
                .hasMessageContainingAll(
                        "config.json",
                        "vision_config.hidden_act",
                        "mish",
                        "vision_config.num_channels",
                        "vision_config.image_size");
        assertThatThrownBy(
                        () ->
                                read(
                                        "{\"model_type\":\"clip_vision_model\","
                                                + "\"num_attention_heads\":5}"))
                .isInstanceOf(ConfigError.class)
                .hasMessageContainingAll("vision_config", "768", "5 heads");
    }

    @Test
    void anUnknownTypeNamesTheKnownOnes() {
        assertThatThrownBy(() -> read("{\"model_type\":\"dinov2\"}"))
                .isInstanceOf(ConfigError.class)
                .hasMessageContainingAll(
                        "vision_config.model_type",
                        "dinov2",
                        "clip_vision_model, idefics3_vision, qwen2_vl, siglip_vision_model");
    }
}
