package io.fovea.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fovea.config.ConfigError;
import io.fovea.config.Problem;
import io.fovea.config.StrictJson;
import io.fovea.nn.RotaryScaling;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

class LanguageFamiliesTest {

    private static DecoderConfig read(String json) {
        return LanguageFamilies.read(StrictJson.tree(json, "a config"), "config.json");
    }

    private static List<Problem> problems(String json) {
        return catchThrowableOfType(ConfigError.class, () -> read(json)).problems();
    }

    @ParameterizedTest
    @CsvSource({
        "llama, 32000, 4096, 11008, 32, 32, 32, 2048, 1e-6, 10000",
        "mistral, 32000, 4096, 14336, 32, 32, 8, 131072, 1e-6, 10000",
        "qwen2, 151936, 4096, 22016, 32, 32, 32, 32768, 1e-6, 10000",
        "phi3, 32064, 3072, 8192, 32, 32, 32, 4096, 1e-5, 10000",
        "qwen2_vl, 152064, 8192, 29568, 80, 64, 8, 32768, 1e-5, 1000000"
    })
    void absentKeysMeanWhatTheyMeanInTransformers(
            String type,
            int vocabulary,
            int width,
            int inner,
            int layers,
            int heads,
            int keyHeads,
            int positions,
            double eps,
            double theta) {
        DecoderConfig config = read("{\"model_type\": \"" + type + "\"}");
        assertThat(config.vocabulary()).isEqualTo(vocabulary);
        assertThat(config.width()).isEqualTo(width);
        assertThat(config.feedForward().inner()).isEqualTo(inner);
        assertThat(config.layers()).isEqualTo(layers);
        assertThat(config.attention().heads()).isEqualTo(heads);
        assertThat(config.attention().keyHeads()).isEqualTo(keyHeads);
        assertThat(config.attention().headWidth()).isEqualTo(width / heads);
        assertThat(config.maxPositions()).isEqualTo(positions);
        assertThat(config.normEps()).isEqualTo(eps);
        assertThat(config.rotary().theta()).isEqualTo(theta);
        assertThat(config.rotary().scaling()).isEqualTo(new RotaryScaling.Plain());
        assertThat(config.tiedEmbeddings()).isFalse();
    }

    @Test
    void familiesDifferInBiasesWindowsAndTheFormOfWeights() {
        DecoderConfig llama = read("{\"model_type\": \"llama\", \"attention_bias\": true}");
        assertThat(llama.attention().bias()).isTrue();
        assertThat(llama.attention().outBias()).isTrue();
        assertThat(llama.feedForward().bias()).isFalse();
        DecoderConfig mistral = read("{\"model_type\": \"mistral\"}");
        assertThat(mistral.windowOf(0)).isEqualTo(4096);
        assertThat(read("{\"model_type\": \"mistral\", \"sliding_window\": null}").windowOf(0))
                .isNull();
        DecoderConfig qwen = read("{\"model_type\": \"qwen2\", \"sliding_window\": 7}");
        assertThat(qwen.attention().bias()).isTrue();
        assertThat(qwen.attention().outBias()).isFalse();
        assertThat(qwen.windowOf(31)).isNull();
        DecoderConfig upper =
                read(
                        "{\"model_type\": \"qwen2\", \"sliding_window\": 7,"
                                + " \"use_sliding_window\": true, \"max_window_layers\": 3}");
        assertThat(upper.windowOf(2)).isNull();
        assertThat(upper.windowOf(3)).isEqualTo(7);
        assertThat(read("{\"model_type\": \"phi3\"}").weights())
                .isEqualTo(DecoderConfig.WeightForm.FUSED);
    }

    @Test
    void rotaryScalingsAreReadUnderOldAndNewKeys() {
        assertThat(scaling("\"type\": \"linear\", \"factor\": 2.5"))
                .isEqualTo(new RotaryScaling.Linear(2.5));
        assertThat(scaling("\"rope_type\": \"linear\", \"factor\": 2.5"))
                .isEqualTo(new RotaryScaling.Linear(2.5));
        assertThat(scaling("\"rope_type\": \"dynamic\", \"factor\": 4"))
                .isEqualTo(new RotaryScaling.Dynamic(4, 2048));
        assertThat(
                        scaling(
                                "\"rope_type\": \"llama3\", \"factor\": 8, \"low_freq_factor\": 1,"
                                        + " \"high_freq_factor\": 4,"
                                        + " \"original_max_position_embeddings\": 64"))
                .isEqualTo(new RotaryScaling.Llama3(8, 1, 4, 64));
        assertThat(
                        read("{\"model_type\": \"qwen2\", \"rope_parameters\": {\"rope_theta\": 5,"
                                        + " \"rope_type\": \"default\"}}")
                                .rotary()
                                .theta())
                .isEqualTo(5);
        String factors =
                "\"short_factor\": [1.0, 1.1], \"long_factor\": [1.5, 2.0], \"type\": \"su\"";
        DecoderConfig phi =
                read(
                        "{\"model_type\": \"phi3\", \"hidden_size\": 128,"
                                + " \"max_position_embeddings\": 131072, \"rope_scaling\": {"
                                + factors
                                + "}}");
        assertThat(phi.rotary().scaling())
                .isEqualTo(
                        new RotaryScaling.LongRope(
                                List.of(1.0, 1.1),
                                List.of(1.5, 2.0),
                                4096,
                                Math.sqrt(1 + Math.log(32) / Math.log(4096))));
        DecoderConfig vl =
                read(
                        "{\"model_type\": \"qwen2_vl\", \"rope_scaling\": {\"type\": \"mrope\","
                                + " \"mrope_section\": [16, 24, 24]}}");
        assertThat(vl.rotary().sections()).containsExactly(16, 24, 24);
    }

    private static RotaryScaling scaling(String inner) {
        return read("{\"model_type\": \"llama\", \"rope_scaling\": {" + inner + "}}")
                .rotary()
                .scaling();
    }

    @Test
    void everythingThatIsNotComputedIsToldAtOnce() {
        assertThat(
                        problems(
                                """
                                {"model_type": "llama", "hidden_act": "mish", "vocab_size": "many",
                                 "partial_rotary_factor": 0.5, "quantization_config": {"bits": 4},
                                 "rope_scaling": {"rope_type": "yarn", "factor": 4}}
                                """))
                .extracting(Problem::path)
                .containsExactlyInAnyOrder(
                        "hidden_act",
                        "vocab_size",
                        "partial_rotary_factor",
                        "quantization_config",
                        "rope_scaling.rope_type");
        assertThat(
                        problems(
                                "{\"model_type\": \"llama\", \"rope_scaling\": {\"type\":"
                                        + " \"linear\"}}"))
                .extracting(Problem::path)
                .containsExactly("rope_scaling.factor");
        assertThat(
                        problems(
                                "{\"model_type\": \"llama\", \"num_key_value_heads\": 5,"
                                        + " \"hidden_act\": \"mish\"}"))
                .hasSize(2)
                .anyMatch(problem -> problem.hint().contains("num_key_value_heads 5"));
        assertThatThrownBy(
                        () ->
                                read(
                                        "{\"model_type\": \"phi3\", \"rope_scaling\": {\"type\":"
                                                + " \"longrope\", \"short_factor\": [1],"
                                                + " \"long_factor\": [1]}}"))
                .hasMessageContaining("head of 96 needs 48 rotary factors, got 1");
    }

    @Test
    void unknownTypesAreAnsweredWithKnownOnes() {
        assertThatThrownBy(() -> read("{\"model_type\": \"mamba\"}"))
                .isInstanceOf(ConfigError.class)
                .hasMessageContaining("config.json")
                .hasMessageContaining("llama, mistral, qwen2, phi3, qwen2_vl")
                .hasMessageContaining("mamba");
        assertThatThrownBy(() -> read("[]")).hasMessageContaining("an object");
    }

    @Test
    void keysWithoutConsequenceAreSilentAndOthersWarn() {
        var reading =
                LanguageFamilies.reading(
                        "llama",
                        StrictJson.tree(
                                """
                                {"model_type": "something-llama", "architectures": ["X"],
                                 "torch_dtype": "float16", "image_token_id": 7, "_name_or_path": "x",
                                 "temperature": 0.6, "attention_dropout": 0.1, "pretraining_tp": 1,
                                 "clip_qkv": 8, "rope_scaling": {"type": "default", "beta": 1}}
                                """,
                                "x"),
                        "x.json",
                        "text_config");
        assertThat(reading.warnings())
                .containsExactly(
                        "x.json: text_config.clip_qkv is not known and was not looked at",
                        "x.json: text_config.rope_scaling.beta is not known and was not looked at");
    }

    @Test
    void tensorsThatRepeatOthersAreNamed() {
        DecoderConfig tied = read("{\"model_type\": \"llama\", \"tie_word_embeddings\": true}");
        assertThat(tied.repeats("lm_head.weight")).isTrue();
        assertThat(tied.repeats("model.layers.3.self_attn.rotary_emb.inv_freq")).isTrue();
        assertThat(tied.repeats("model.embed_tokens.weight")).isFalse();
        assertThat(read("{\"model_type\": \"llama\"}").repeats("lm_head.weight")).isFalse();
    }
}
