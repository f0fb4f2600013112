package io.fovea.assistant;

import io.fovea.model.ModelDescription;
import io.fovea.model.Vision;
import io.fovea.model.VisionLanguageModel;
import io.fovea.tokenizer.SpecialTokenNames;

import org.jspecify.annotations.Nullable;

import java.util.SortedMap;
import java.util.TreeMap;

/** Reads {@link AssistantInfo} off an opened model. */
final class Facts {

    private static final Vision.Form BLIND = new Vision.Form(0, 0, 0, 0, 0);

    private Facts() {}

    static AssistantInfo of(AssistantConfig opened, AnsweringModel answering) {
        VisionLanguageModel model = answering.model();
        ModelDescription about = model.description();
        Vision.Form vision = model.sees() ? model.vision().form() : BLIND;
        return new AssistantInfo(
                opened.folder().toAbsolutePath().normalize().getFileName().toString(),
                about.modelType(),
                model.parameterCount(),
                opened.device(),
                opened.precision(),
                new AssistantInfo.Vision(
                        vision.imageSize(),
                        vision.patchSize(),
                        vision.layers(),
                        vision.width(),
                        vision.imageTokens()),
                new AssistantInfo.Language(
                        model.language().layers(),
                        model.language().width(),
                        about.vocabulary(),
                        about.longestSequence()),
                answering.knowsPlaces(),
                names(about.tokens()));
    }

    private static SortedMap<String, String> names(SpecialTokenNames names) {
        SortedMap<String, String> all = new TreeMap<>();
        put(all, "bos", names.bos());
        put(all, "eos", names.eos());
        put(all, "pad", names.pad());
        put(all, "image", names.image());
        put(all, "vis", names.vis());
        put(all, "vis_start", names.visStart());
        put(all, "vis_end", names.visEnd());
        put(all, "phrase_start", names.phraseStart());
        put(all, "phrase_end", names.phraseEnd());
        put(all, "request", names.request());
        put(all, "answer", names.answer());
        return java.util.Collections.unmodifiableSortedMap(all);
    }

    private static void put(SortedMap<String, String> all, String use, @Nullable String name) {
        if (name != null) {
            all.put(use, name);
        }
    }
}
