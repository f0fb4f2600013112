package io.fovea.language;

import com.fasterxml.jackson.databind.JsonNode;

import io.fovea.checkpoint.GeneralKeys;
import io.fovea.config.ConfigError;
import io.fovea.config.ForeignObject;
import io.fovea.config.Problem;

import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;

/**
 * The families of Hugging Face checkpoints that are read, one line each. Defaults are those of
 * transformers' config classes, so short configs, which leave out what equals them, mean what they
 * mean there.
 */
public final class LanguageFamilies {

    private static final List<LanguageFamily> ALL =
            List.of(
                    new LlamaFamily(),
                    new MistralFamily(),
                    new Qwen2Family(),
                    new Phi3Family(),
                    new Qwen2VlFamily());

    /** Keys of language models that change no number of a forward pass, beside the general ones. */
    private static final Set<String> WITHOUT_CONSEQUENCE =
            Set.of(
                    "attn_implementation",
                    "embd_pdrop",
                    "hidden_dropout",
                    "max_new_tokens",
                    "pretraining_tp",
                    "resid_pdrop",
                    "vision_config");

    private LanguageFamilies() {}

    /**
     * What a config says.
     *
     * @param config the decoder
     * @param warnings a sentence for each key that nobody here knows
     */
    public record Reading(DecoderConfig config, List<String> warnings) {
        public Reading {
            warnings = List.copyOf(warnings);
        }
    }

    /** Every {@code model_type} that is read. */
    public static List<String> modelTypes() {
        return ALL.stream().flatMap(family -> family.modelTypes().stream()).toList();
    }

    /**
     * Reads a config by its {@code model_type}.
     *
     * @param config {@code config.json}, or the part of it that describes the language model
     * @param where the file, or words that say where the config came from
     * @throws ConfigError with every value that is wrong or that the arithmetic does not know; for
     *     an unknown type, with those that are known
     */
    public static DecoderConfig read(JsonNode config, String where) {
        return reading(config.path("model_type").asText(""), config, where, "").config();
    }

    /**
     * As {@link #read}, with warnings.
     *
     * @param modelType family to read it as, whatever its own {@code model_type} is
     * @param path where the config stands in its file, such as {@code text_config}; empty for the
     *     whole file
     */
    public static Reading reading(String modelType, JsonNode config, String where, String path) {
        ForeignObject object = ForeignObject.of(config, where, path);
        LanguageFamily family = family(modelType, where, path);
        object.accept(GeneralKeys.ALL).accept(WITHOUT_CONSEQUENCE).accept(conventional(config));
        if (object.has("quantization_config")) {
            object.problem(
                    "quantization_config",
                    "weights that are real numbers",
                    "quantised ones",
                    "take the checkpoint that was not quantised");
        }
        DecoderConfig decoder = family.read(object);
        object.orThrow();
        List<String> warnings =
                object.unread().stream()
                        .map(key -> where + ": " + key + " is not known and was not looked at")
                        .toList();
        return new Reading(decoder, warnings);
    }

    /** Ids of special tokens, and notes that transformers makes for itself. */
    private static List<String> conventional(JsonNode config) {
        Iterable<String> names = config::fieldNames;
        return StreamSupport.stream(names.spliterator(), false)
                .filter(
                        key ->
                                key.startsWith("_")
                                        || key.endsWith("_token_id")
                                        || key.endsWith("_token_index"))
                .toList();
    }

    private static LanguageFamily family(String modelType, String where, String path) {
        return ALL.stream()
                .filter(family -> family.modelTypes().contains(modelType))
                .findFirst()
                .orElseThrow(
                        () ->
                                new ConfigError(
                                        where,
                                        List.of(
                                                new Problem(
                                                        path.isEmpty()
                                                                ? "model_type"
                                                                : path + ".model_type",
                                                        "one of " + String.join(", ", modelTypes()),
                                                        '"' + modelType + '"',
                                                        "other language models are not read"))));
    }
}
