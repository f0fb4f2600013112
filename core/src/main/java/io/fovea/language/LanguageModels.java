package io.fovea.language;

/** The list of language models: one line each. What they are is data: {@link LanguageFamilies}. */
public final class LanguageModels {

    private LanguageModels() {}

    public static LanguageModel of(DecoderConfig config) {
        return new Decoder(config);
    }

    /** The model that a config of Fovea's own family describes. */
    public static LanguageModel of(LlamaConfig config) {
        return of(config.decoder());
    }
}
