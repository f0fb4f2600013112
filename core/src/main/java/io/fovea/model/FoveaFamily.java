package io.fovea.model;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.fovea.chat.ChatTemplates;
import io.fovea.checkpoint.ModelDirectory;
import io.fovea.config.StrictJson;
import io.fovea.config.UnknownKeys;
import io.fovea.language.LanguageModels;
import io.fovea.tokenizer.SpecialTokens;
import io.fovea.tokenizer.Tokenizer;

import java.util.List;
import java.util.Set;

/** Fovea's own models: a strict config that says everything. */
public final class FoveaFamily implements ModelFamily {

    @Override
    public List<String> modelTypes() {
        return List.of(ModelConfig.TYPE);
    }

    @Override
    public ModelPlan plan(ModelDirectory directory) {
        ObjectNode own = directory.config().deepCopy();
        own.remove("architectures");
        ModelConfig config =
                StrictJson.from(
                        own,
                        directory.folder().resolve("config.json").toString(),
                        ModelConfig.class,
                        UnknownKeys.REFUSE);
        return new ModelPlan(
                config,
                () -> model(config),
                tokenizer -> processor(config, tokenizer),
                name -> false,
                List.of());
    }

    /** The modules of a config, without extensions and without values. */
    public static VisionLanguageModel model(ModelConfig config) {
        return new VisionLanguageModel(
                config,
                new FusedVision(config),
                "language_model",
                LanguageModels.of(config.textConfig()));
    }

    /** Words and pictures of a config. */
    public static Processor processor(ModelConfig config, Tokenizer tokenizer) {
        SpecialTokens tokens = SpecialTokens.of(config.tokens(), tokenizer);
        int count;
        try (FusedVision vision = new FusedVision(config)) {
            count = vision.form().imageTokens();
        }
        PromptWords words =
                new PromptWords(
                        tokenizer,
                        tokens,
                        Set.of(SpecialTokens.need(tokens.eos(), "eos")),
                        ChatTemplates.named(config.chatTemplate()));
        return Processors.bySegments(
                words,
                config.preprocessing()::prepare,
                PictureTokens.repeated(SpecialTokens.need(tokens.image(), "image"), count));
    }
}
