package io.fovea.train;

import com.fasterxml.jackson.databind.JsonNode;

import io.fovea.checkpoint.RunDirectory;
import io.fovea.checkpoint.RunStep;
import io.fovea.checkpoint.StoredWeights;
import io.fovea.config.StrictJson;
import io.fovea.data.Collator;
import io.fovea.data.PlaceForm;
import io.fovea.data.RegionTargets;
import io.fovea.interaction.InteractionNetwork;
import io.fovea.interaction.InteractionNetworks;
import io.fovea.interaction.InteractionOptions;
import io.fovea.model.CompanionFiles;
import io.fovea.model.FoveaFamily;
import io.fovea.model.ModelConfig;
import io.fovea.model.ModelFolder;
import io.fovea.model.Processor;
import io.fovea.model.VisionLanguageModel;
import io.fovea.perception.PerceptionConfig;
import io.fovea.perception.PerceptionHead;
import io.fovea.perception.PerceptionHeads;
import io.fovea.tensor.DType;
import io.fovea.tensor.Device;
import io.fovea.tensor.Rng;
import io.fovea.tensor.Scope;
import io.fovea.tokenizer.BpeTrainer;
import io.fovea.tokenizer.BpeVocabulary;
import io.fovea.tokenizer.SpecialTokenNames;
import io.fovea.tokenizer.Tokenizer;
import io.fovea.tokenizer.TokenizerFiles;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What a run works on: the model, its tokenizer, the auxiliary classifier and the collator. Owned
 * by the trainer.
 *
 * @param blank makes another tree of the same form without values
 * @param tokenizerFile {@code tokenizer.json} of the run
 * @param data what is trained on
 */
record Workbench(
        VisionLanguageModel model,
        Supplier<VisionLanguageModel> blank,
        Tokenizer tokenizer,
        Path tokenizerFile,
        Collator collator,
        TrainingData data)
        implements AutoCloseable {

    private static final int LONGEST_ROW = 4096;
    private static final int DEFAULT_VOCABULARY = 1024;

    /**
     * Builds or opens the model of a recipe; its weights are first ones until a checkpoint is
     * {@link #restore}d.
     */
    static Workbench of(Recipe recipe, RunDirectory run) throws IOException {
        TrainingData data = TrainingData.of(recipe, DataNotes.in(run.folder()));
        Recipe.Start start = recipe.model();
        if (start.from() != null) {
            Path from = StartFolder.of(recipe, run);
            ModelFolder.Opened opened =
                    ModelFolder.open(
                            from,
                            InteractionNetworks.after(PerceptionHeads::attach),
                            DType.FLOAT32,
                            Device.CPU);
            CompanionFiles.of(from, opened.model().description().json()).copyTo(run.folder());
            Path file = run.folder().resolve(TokenizerFiles.TOKENIZER);
            if (!Files.exists(file)) {
                copy(from.resolve(TokenizerFiles.TOKENIZER), file);
            }
            StartAdapter adapter = StartAdapter.of(start);
            if (adapter != null) {
                adapter.attach(opened.model());
                adapter.load(opened.model());
            }
            return assemble(
                    opened.model(),
                    () -> {
                        VisionLanguageModel copy = withHead(opened.plan().model().get());
                        return adapter == null ? copy : adapter.attach(copy);
                    },
                    opened.processor(),
                    file,
                    data,
                    recipe.seed());
        }
        Path file = tokenizerOf(start, run, data);
        Tokenizer tokenizer = Tokenizer.open(file);
        ModelConfig config =
                Objects.requireNonNull(start.config())
                        .withVocabulary((tokenizer.size() + 7) / 8 * 8);
        ModelConfig whole =
                withInteraction(withPerception(config, start.perception()), start.interaction());
        Supplier<VisionLanguageModel> blank = () -> withHead(FoveaFamily.model(whole));
        VisionLanguageModel model = blank.get();
        if (start.parts() != null) {
            start.parts().forEach(part -> part.give(model));
        }
        return assemble(
                model, blank, FoveaFamily.processor(whole, tokenizer), file, data, recipe.seed());
    }

    private static VisionLanguageModel withHead(VisionLanguageModel model) {
        InteractionNetworks.after(PerceptionHeads::attach).accept(model);
        return model;
    }

    /** A copy under a hidden name, then renamed: a kill leaves no half vocabulary. */
    private static void copy(Path from, Path to) throws IOException {
        Path part = to.resolveSibling("." + to.getFileName() + "-" + UUID.randomUUID() + ".tmp");
        try {
            Files.write(part, Files.readAllBytes(from), StandardOpenOption.CREATE_NEW);
            Files.move(part, to, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    static ModelConfig withPerception(ModelConfig config, @Nullable PerceptionConfig perception) {
        if (perception == null) {
            return config;
        }
        Map<String, JsonNode> extensions = new HashMap<>(config.extensions());
        extensions.put(
                PerceptionHead.EXTENSION,
                StrictJson.tree(StrictJson.write(perception), "the recipe's perception"));
        return config.withExtensions(extensions);
    }

    static ModelConfig withInteraction(
            ModelConfig config, @Nullable InteractionOptions interaction) {
        if (interaction == null) {
            return config;
        }
        try (VisionLanguageModel model = FoveaFamily.model(config)) {
            Map<String, JsonNode> extensions = new HashMap<>(config.extensions());
            String sized = StrictJson.write(InteractionNetworks.sized(interaction, model));
            extensions.put(
                    InteractionNetwork.EXTENSION,
                    StrictJson.tree(sized, "the recipe's interaction"));
            return config.withExtensions(extensions);
        }
    }

    private static Path tokenizerOf(Recipe.Start start, RunDirectory run, TrainingData data)
            throws IOException {
        Path file = run.folder().resolve(TokenizerFiles.TOKENIZER);
        if (!Files.exists(file)) {
            vocabulary(start, data).write(file);
        }
        return file;
    }

    /** The vocabulary of a new model, learned from all that its data say. */
    static BpeVocabulary vocabulary(Recipe.Start start, TrainingData data) {
        SpecialTokenNames names = Objects.requireNonNull(start.config()).tokens();
        List<String> specials =
                Stream.of(
                                names.pad(),
                                names.bos(),
                                names.eos(),
                                names.image(),
                                names.vis(),
                                names.visStart(),
                                names.visEnd(),
                                names.phraseStart(),
                                names.phraseEnd(),
                                names.request(),
                                names.answer())
                        .filter(Objects::nonNull)
                        .map(Objects::requireNonNull)
                        .toList();
        List<String> sentences = data.sentences().toList();
        int size = start.vocabulary() == null ? DEFAULT_VOCABULARY : start.vocabulary();
        return new BpeTrainer(size, 1, specials).train(sentences);
    }

    private static Workbench assemble(
            VisionLanguageModel model,
            Supplier<VisionLanguageModel> blank,
            Processor processor,
            Path file,
            TrainingData data,
            long seed) {
        Tokenizer tokenizer = processor.tokenizer();
        JsonNode heads = model.description().extensions().get(PerceptionHead.EXTENSION);
        if (heads == null && data.form() == PlaceForm.TOKEN) {
            throw new IllegalArgumentException(
                    "the model has no perception head, but place tokens in the data are written by"
                        + " one; give the recipe model.perception, go on from a model that has a"
                        + " head, or write places as text (data.places)");
        }
        int patchGrid = Math.max(1, model.vision().tokenGrid());
        int maskGrid = heads == null ? patchGrid : maskGrid(heads, model);
        attachClassifier(model, tokenizer, data);
        model.initialize(new Rng(seed));
        Collator collator =
                new Collator(
                        InteractionNetworks.asking(model, processor),
                        new RegionTargets(maskGrid, patchGrid),
                        LONGEST_ROW);
        return new Workbench(model, blank, tokenizer, file, collator, data);
    }

    private static int maskGrid(JsonNode heads, VisionLanguageModel model) {
        PerceptionConfig perception =
                StrictJson.parse(heads.toString(), "config.json", PerceptionConfig.class);
        int patches = model.vision().maskGrid();
        if (patches > 0) {
            perception.requireGrid(patches);
        }
        return perception.maskEncoder().grid();
    }

    private static void attachClassifier(
            VisionLanguageModel model, Tokenizer tokenizer, TrainingData data) {
        model.attach(
                KindClassifier.EXTENSION,
                new KindClassifier(
                        data.kinds(),
                        tokenizer,
                        model.language().width(),
                        model.language().vocabulary()));
    }

    /**
     * A model that shares this one's parameters; see {@link io.fovea.nn.Module#replicate}. The
     * caller closes it.
     */
    VisionLanguageModel replica() {
        VisionLanguageModel copy = blank.get();
        copy.language().recompute(model.language().recompute());
        attachClassifier(copy, tokenizer, data);
        copy.replicate(model);
        return copy;
    }

    /** Takes the weights of a checkpoint. */
    void restore(RunStep step) {
        try (Scope scope = Scope.open();
                StoredWeights stored = step.openModel()) {
            model.loadCopies(stored.view(), DType.FLOAT32, Device.CPU)
                    .orThrow(step.folder().toString());
        }
    }

    @Override
    public void close() {
        model.close();
        tokenizer.close();
    }
}
