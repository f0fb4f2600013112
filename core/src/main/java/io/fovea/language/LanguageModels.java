package io.fovea.language;

/** The list of language families: one line each. */
public final class LanguageModels {

    private LanguageModels() {}

    public static LanguageModel of(LlamaConfig config) {
        return new Llama(config);
    }
}
