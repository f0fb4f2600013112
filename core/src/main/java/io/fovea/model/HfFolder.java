package io.fovea.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.fovea.chat.ChatTemplate;
import io.fovea.chat.ChatTemplate.Markers;
import io.fovea.chat.JinjaTemplate;
import io.fovea.chat.PlainPrompt;
import io.fovea.chat.PromptFormat;
import io.fovea.chat.TemplateFiles;
import io.fovea.checkpoint.CheckpointError;
import io.fovea.checkpoint.ModelDirectory;
import io.fovea.language.DecoderConfig;
import io.fovea.language.LanguageFamilies;
import io.fovea.model.images.Framing;
import io.fovea.model.images.ImageProcessor;
import io.fovea.model.images.ImageProcessors;
import io.fovea.tokenizer.FolderTokens;
import io.fovea.tokenizer.SpecialTokenNames;
import io.fovea.tokenizer.SpecialTokens;
import io.fovea.tokenizer.Tokenizer;
import io.fovea.tokenizer.TokenizerFiles;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;

/**
 * The files of a Hugging Face folder as families read them.
 *
 * @param directory the folder
 * @param config {@code config.json} without what we added
 * @param added the whole of {@code config.json}
 */
record HfFolder(ModelDirectory directory, ObjectNode config, JsonNode added) {

    static HfFolder of(ModelDirectory directory) {
        ObjectNode config = directory.config().deepCopy();
        config.remove(HfDescription.KEY);
        return new HfFolder(directory, config, directory.config());
    }

    Path path() {
        return directory.folder();
    }

    String where() {
        return path().resolve("config.json").toString();
    }

    /** The language model in the whole config, read as one of a family. */
    LanguageFamilies.Reading language(String modelType) {
        return LanguageFamilies.reading(modelType, config, where(), "");
    }

    /** The language model in {@code text_config}. */
    LanguageFamilies.Reading textConfig(String absentType) {
        JsonNode text = config.path("text_config");
        JsonNode present = text.isObject() ? text : config.objectNode();
        String type = present.path("model_type").asText(absentType);
        return LanguageFamilies.reading(type, present, where(), "text_config");
    }

    /**
     * A JSON file that the family cannot do without.
     *
     * @throws CheckpointError when it is missing
     */
    JsonNode need(String file) {
        return directory
                .json(file)
                .orElseThrow(
                        () ->
                                new CheckpointError(
                                        "open",
                                        path(),
                                        "no " + file,
                                        "the file that came with the model",
                                        "finish the download"));
    }

    /**
     * What the model says about itself.
     *
     * @param pictures how many it can be shown
     */
    HfDescription description(SpecialTokenNames names, DecoderConfig text, PictureCount pictures) {
        return new HfDescription(config, names, text, pictures, HfDescription.extensions(added));
    }

    /** How pictures are made ready: {@code preprocessor_config.json}. */
    ImageProcessor images() {
        String file = "preprocessor_config.json";
        return ImageProcessors.read(need(file), Framing.AS_IT_IS, file);
    }

    /** Names of special tokens, with this one for pictures. */
    SpecialTokenNames names(@Nullable String image) {
        TokenizerFiles files = TokenizerFiles.read(path());
        JsonNode more = added.path(HfDescription.KEY).path("tokens");
        return new SpecialTokenNames(
                files.bos(),
                files.eos(),
                files.pad(),
                image,
                text(more, "vis"),
                text(more, "vis_start"),
                text(more, "vis_end"),
                text(more, "phrase_start"),
                text(more, "phrase_end"),
                text(more, "request"),
                text(more, "answer"));
    }

    private static @Nullable String text(JsonNode tree, String key) {
        return tree.path(key).isTextual() ? tree.path(key).asText() : null;
    }

    /**
     * The words of the model.
     *
     * @param format how a conversation is written, answers closed by the token that ends them in
     *     this folder; null for the template that came with the model
     * @param imageId id that stands for a picture; below 0 for one outside the vocabulary, null for
     *     none
     */
    PromptWords words(
            Tokenizer tokenizer,
            SpecialTokenNames names,
            @Nullable Integer imageId,
            @Nullable ChatTemplate format) {
        FolderTokens folder = FolderTokens.read(path(), tokenizer);
        SpecialTokens named =
                SpecialTokens.of(
                        new SpecialTokenNames(
                                null,
                                null,
                                null,
                                null,
                                names.vis(),
                                names.visStart(),
                                names.visEnd(),
                                names.phraseStart(),
                                names.phraseEnd(),
                                names.request(),
                                names.answer()),
                        tokenizer);
        SpecialTokens tokens =
                new SpecialTokens(
                        folder.bos(),
                        folder.ends().isEmpty() ? null : folder.ends().iterator().next(),
                        folder.pad(),
                        imageId,
                        named.vis(),
                        named.visStart(),
                        named.visEnd(),
                        named.phraseStart(),
                        named.phraseEnd(),
                        named.request(),
                        named.answer());
        return new PromptWords(
                tokenizer,
                tokens,
                folder.ends(),
                format == null
                        ? format(tokenizer, names, folder)
                        : known(format, names, tokens.eos(), tokenizer));
    }

    private static PromptFormat known(
            ChatTemplate template,
            SpecialTokenNames names,
            @Nullable Integer eos,
            Tokenizer tokenizer) {
        ChatTemplate marked = template.withMarkers(markers(names));
        return eos == null ? marked : marked.closedBy(tokenizer.tokenOf(eos));
    }

    private static Markers markers(SpecialTokenNames names) {
        return names.vis() == null
                ? Markers.NONE
                : new Markers(
                        true,
                        names.visStart(),
                        names.visEnd(),
                        names.phraseStart(),
                        names.phraseEnd());
    }

    private PromptFormat format(Tokenizer tokenizer, SpecialTokenNames names, FolderTokens folder) {
        return TemplateFiles.read(path())
                .<PromptFormat>map(
                        text ->
                                new JinjaTemplate(
                                        new JinjaTemplate.Setting(
                                                text,
                                                folder.names(),
                                                tokenizer.specials(),
                                                names.image(),
                                                markers(names))))
                .orElseGet(PlainPrompt::new);
    }
}
