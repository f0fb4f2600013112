package io.fovea.language;

/** The list of language models: one line each. What they are is data: {@link LanguageFamilies}. */
public final class LanguageModels {

    private LanguageModels() {}

    public static LanguageModel of(DecoderConfig config) {
        return new Decoder(config);
    }

    /**
     * A language model within a larger one.
     *
     * @param body stands before the names of all weights but the head's
     */
    public static LanguageModel of(DecoderConfig config, String body) {
        return new Decoder(config, body);
    }

    /** The model that a config of Fovea's own family describes. */
    public static LanguageModel of(LlamaConfig config) {
        return of(config.decoder());
    }
}
