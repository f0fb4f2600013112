package io.fovea.model;

import io.fovea.checkpoint.ModelDirectory;
import io.fovea.language.LanguageFamilies;
import io.fovea.language.LanguageModels;
import io.fovea.tokenizer.SpecialTokenNames;
import io.fovea.tokenizer.Tokenizer;

import java.util.List;

/** Language models alone: Llama, Mistral, Qwen2, Phi-3. */
public final class LanguageOnlyFamily implements ModelFamily {

    private static final List<String> SEEING = List.of("qwen2_vl");

    @Override
    public List<String> modelTypes() {
        return LanguageFamilies.modelTypes().stream()
                .filter(type -> !SEEING.contains(type))
                .toList();
    }

    @Override
    public ModelPlan plan(ModelDirectory directory) {
        HfFolder folder = HfFolder.of(directory);
        LanguageFamilies.Reading read =
                folder.language(folder.config().path("model_type").asText());
        SpecialTokenNames names = folder.names(null);
        HfDescription description = folder.description(names, read.config(), PictureCount.NONE);
        return new ModelPlan(
                description,
                () ->
                        new VisionLanguageModel(
                                description, null, "", LanguageModels.of(read.config())),
                tokenizer -> processor(folder, names, tokenizer),
                read.config()::repeats,
                read.warnings());
    }

    private static Processor processor(
            HfFolder folder, SpecialTokenNames names, Tokenizer tokenizer) {
        return Processors.of(
                folder.words(tokenizer, names, null, null),
                image -> {
                    throw new IllegalArgumentException("this model reads words only");
                },
                PictureTokens.none(),
                PositionRule.COUNTING);
    }
}
