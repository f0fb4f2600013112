package io.fovea.perception;

import io.fovea.checkpoint.CheckpointError;
import io.fovea.checkpoint.ModelDirectory;
import io.fovea.checkpoint.Provenance;
import io.fovea.config.StrictJson;
import io.fovea.model.FolderExtension;
import io.fovea.model.ModelFamilies;
import io.fovea.model.ModelPlan;
import io.fovea.model.VisionLanguageModel;
import io.fovea.tensor.Rng;
import io.fovea.tokenizer.SpecialTokenNames;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.Map;

/**
 * Gives a model of another family PerceptionGPT's tokens and heads, so that it can be trained to
 * find: the head is new, the rest of the model stays as it is ({@link FolderExtension}).
 */
public final class PerceptionExtension {

    /** Patches on a side that masks are planned for where pictures keep their own size. */
    private static final int PATCHES = 32;

    private PerceptionExtension() {}

    /**
     * How a model is extended.
     *
     * @param config sizes of the head; null for {@link PerceptionConfig#sized}
     * @param vis name of the token for a place
     * @param phraseStart name of the token before a phrase that has places
     * @param phraseEnd name of the token behind it
     * @param seed of the head's first weights
     */
    public record Settings(
            @Nullable PerceptionConfig config,
            String vis,
            String phraseStart,
            String phraseEnd,
            long seed) {

        /** The usual names and sizes. */
        public static Settings defaults() {
            return new Settings(null, "<vis>", "<p>", "</p>", 0);
        }
    }

    /**
     * Writes an extended model.
     *
     * @param folder the model as it is; not changed
     * @param target a free name
     * @param commit of this program, for the provenance
     * @param versions of libraries, for the provenance
     * @throws CheckpointError when the model reads words only, has heads already, or is of a family
     *     that gets them otherwise
     * @throws IllegalArgumentException when sizes do not fit the model
     */
    public static FolderExtension.Written write(
            Path folder,
            Path target,
            Settings settings,
            String commit,
            Map<String, String> versions) {
        ModelPlan plan = ModelFamilies.plan(ModelDirectory.open(folder));
        PerceptionConfig config = fitting(folder, plan, settings.config());
        String text = StrictJson.write(config);
        try (PerceptionHead head = PerceptionHeads.create(config)) {
            head.initialize(new Rng(settings.seed()));
            return FolderExtension.write(
                    folder,
                    target,
                    new FolderExtension.Addition(
                            PerceptionHead.EXTENSION,
                            StrictJson.tree(text, "perception"),
                            head,
                            names(plan.description().tokens(), settings),
                            FolderExtension.Rows.MEAN),
                    Provenance.now(text, commit, settings.seed(), versions));
        }
    }

    /** Names that the model has already stay. */
    private static SpecialTokenNames names(SpecialTokenNames has, Settings settings) {
        return new SpecialTokenNames(
                null,
                null,
                null,
                null,
                or(has.vis(), settings.vis()),
                has.visStart(),
                has.visEnd(),
                or(has.phraseStart(), settings.phraseStart()),
                or(has.phraseEnd(), settings.phraseEnd()),
                has.request(),
                has.answer());
    }

    private static String or(@Nullable String has, String given) {
        return has == null ? given : has;
    }

    private static PerceptionConfig fitting(
            Path folder, ModelPlan plan, @Nullable PerceptionConfig given) {
        try (VisionLanguageModel model = plan.model().get()) {
            if (!model.sees()) {
                throw new CheckpointError(
                        "extend",
                        folder,
                        "a model of words only ('" + plan.description().modelType() + "')",
                        "a model that sees pictures",
                        "take a vision-language model: there is no picture to find places in");
            }
            int hidden = model.language().width();
            int features = model.vision().form().width();
            int patches = model.vision().maskGrid();
            PerceptionConfig config =
                    given == null
                            ? PerceptionConfig.sized(
                                    hidden, features, patches == 0 ? PATCHES : patches)
                            : given;
            check(config, hidden, features);
            if (patches > 0) {
                config.requireGrid(patches);
            }
            return config;
        }
    }

    private static void check(PerceptionConfig config, int hidden, int features) {
        if (config.hiddenWidth() != hidden || config.featureWidth() != features) {
            throw new IllegalArgumentException(
                    "the head's config says hidden_width "
                            + config.hiddenWidth()
                            + " and feature_width "
                            + config.featureWidth()
                            + ", but the model has "
                            + hidden
                            + " and "
                            + features);
        }
        if (config.maskDecoder().upsampler().skip() != null) {
            throw new IllegalArgumentException(
                    "mask_decoder.upsampler.skip asks for finer features, which the towers of other"
                            + " families do not have; leave it out");
        }
    }
}
