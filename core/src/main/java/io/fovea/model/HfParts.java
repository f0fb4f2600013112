package io.fovea.model;

import io.fovea.chat.ChatTemplate;
import io.fovea.language.DecoderConfig;
import io.fovea.language.LanguageFamilies;
import io.fovea.language.LanguageModel;
import io.fovea.language.LanguageModels;
import io.fovea.model.images.ImageProcessor;
import io.fovea.tokenizer.SpecialTokenNames;
import io.fovea.tokenizer.Tokenizer;
import io.fovea.vision.TowerReading;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * What a family of Hugging Face folders reads; {@link #plan} makes of it what all of them come to.
 *
 * @param folder the folder
 * @param text the language model
 * @param language where its weights stand
 * @param eyes the picture side
 * @param template how a conversation is written; null for the template that came with the model
 */
record HfParts(
        HfFolder folder,
        LanguageFamilies.Reading text,
        Names language,
        Eyes eyes,
        @Nullable ChatTemplate template) {

    /**
     * Where a language model's weights stand.
     *
     * @param before stands before all of their names; may be empty
     * @param body stands before the names of all but the head's; null for the usual one
     */
    record Names(String before, @Nullable String body) {

        /** As in a checkpoint of its own. */
        static final Names OWN = new Names("", null);

        LanguageModel model(DecoderConfig config) {
            return body == null ? LanguageModels.of(config) : LanguageModels.of(config, body);
        }
    }

    /**
     * The picture side of a family.
     *
     * @param tower what was read of the tower
     * @param spare weights of the picture side that such folders hold and that are not needed
     * @param vision makes it, without values
     * @param images makes pictures ready
     * @param image how pictures stand in a prompt
     */
    record Eyes(
            TowerReading tower,
            Predicate<String> spare,
            Supplier<Vision> vision,
            ImageProcessor images,
            InPrompt image) {}

    /**
     * Pictures in a prompt.
     *
     * @param word for a picture in the template; null for what no template writes
     * @param id of the image token; below 0 for one outside the vocabulary
     * @param tokens what a picture is written as
     * @param positions of all tokens
     */
    record InPrompt(
            @Nullable String word,
            int id,
            Function<Tokenizer, PictureTokens> tokens,
            PositionRule positions) {

        /** As many image tokens for every picture. */
        static InPrompt repeated(@Nullable String word, int id, int count) {
            PictureTokens all = PictureTokens.repeated(id, count);
            return new InPrompt(word, id, tokenizer -> all, PositionRule.COUNTING);
        }
    }

    /** The plan of the model. */
    ModelPlan plan() {
        return plan(warning -> true);
    }

    /**
     * The plan of a model.
     *
     * @param told which warnings are worth telling
     */
    ModelPlan plan(Predicate<String> told) {
        SpecialTokenNames names = folder.names(eyes.image.word);
        HfDescription description = folder.description(names, text.config(), PictureCount.ANY);
        return new ModelPlan(
                description,
                () ->
                        new VisionLanguageModel(
                                description,
                                eyes.vision.get(),
                                language.before,
                                language.model(text.config())),
                tokenizer ->
                        Processors.of(
                                folder.words(tokenizer, names, eyes.image.id, template),
                                eyes.images,
                                eyes.image.tokens.apply(tokenizer),
                                eyes.image.positions),
                SpareWeights.ofLanguage(language.before, text.config()).or(eyes.spare),
                warnings().stream().filter(told).toList());
    }

    private List<String> warnings() {
        List<String> warnings = new ArrayList<>(text.warnings());
        eyes.tower
                .warnings()
                .forEach(key -> warnings.add(key + " is not known and was not looked at"));
        return warnings;
    }
}
