package io.fovea.model;

import io.fovea.checkpoint.CheckpointError;
import io.fovea.checkpoint.IfExists;
import io.fovea.checkpoint.ModelContents;
import io.fovea.checkpoint.ModelDirectory;
import io.fovea.checkpoint.Provenance;
import io.fovea.checkpoint.StoredWeights;
import io.fovea.tensor.DType;
import io.fovea.tensor.Device;
import io.fovea.tensor.Grad;
import io.fovea.tensor.Scope;
import io.fovea.tensor.Tensor;
import io.fovea.tensor.Weights;
import io.fovea.tokenizer.SpecialTokens;
import io.fovea.tokenizer.Tokenizer;
import io.fovea.tokenizer.TokenizerFiles;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * A model as a Hugging Face folder: {@code config.json}, {@code model.safetensors}, {@code
 * tokenizer.json} and where it came from ({@code fovea.json}).
 */
public final class ModelFolder {

    private ModelFolder() {}

    /**
     * An opened model and what its words need. The caller closes it.
     *
     * @param folder where it came from
     * @param plan what it was made by
     */
    public record Opened(
            Path folder,
            ModelPlan plan,
            VisionLanguageModel model,
            Tokenizer tokenizer,
            Processor processor)
            implements AutoCloseable {

        @Override
        public void close() {
            model.close();
            tokenizer.close();
        }
    }

    /**
     * Opens a folder; the weights are copied into memory and may be trained.
     *
     * @param attach gives the model its extensions, before weights are loaded
     * @param dtype type of the arithmetic
     * @throws CheckpointError when files are missing or weights do not fit, saying everything at
     *     once
     */
    public static Opened open(
            Path folder, Consumer<VisionLanguageModel> attach, DType dtype, Device device) {
        return open(folder, attach, copies(dtype, device));
    }

    /**
     * As {@link #open(Path, Consumer, DType, Device)}, for a model that only answers: weights that
     * are stored in the type of the arithmetic are used where they lie, in the mapped files, until
     * the model is closed. Nobody may change the files in place meanwhile; replacing them by others
     * of the same name is harmless.
     */
    public static Opened openInPlace(
            Path folder, Consumer<VisionLanguageModel> attach, DType dtype, Device device) {
        return open(folder, attach, inPlace(dtype, device));
    }

    private static Opened open(Path folder, Consumer<VisionLanguageModel> attach, Loading load) {
        ModelDirectory directory =
                ModelDirectory.open(
                        folder,
                        EnumSet.of(
                                ModelDirectory.Part.CONFIG,
                                ModelDirectory.Part.WEIGHTS,
                                ModelDirectory.Part.TOKENIZER));
        ModelPlan plan = ModelFamilies.plan(directory);
        VisionLanguageModel model = plan.model().get();
        try {
            attach.accept(model);
            load.into(model, directory, plan.spare());
            return withWords(folder, plan, model);
        } catch (RuntimeException e) {
            model.close();
            throw e;
        }
    }

    private static Opened withWords(Path folder, ModelPlan plan, VisionLanguageModel model) {
        Tokenizer tokenizer = Tokenizer.open(folder);
        try {
            Processor processor = plan.processor().apply(tokenizer);
            checkVocabulary(folder, model.description().vocabulary(), processor);
            return new Opened(folder, plan, model, tokenizer, processor);
        } catch (RuntimeException e) {
            tokenizer.close();
            throw e;
        }
    }

    /** A way for the weights of a folder, without the spare ones, into a model. */
    private interface Loading {
        void into(VisionLanguageModel model, ModelDirectory directory, Predicate<String> spare);
    }

    private static Loading copies(DType dtype, Device device) {
        return (model, directory, spare) -> {
            try (Scope scope = Scope.open();
                    StoredWeights stored = directory.openWeights()) {
                model.loadCopies(stored.view().without(spare), dtype, device)
                        .orThrow(directory.folder().toString());
            }
        };
    }

    private static Loading inPlace(DType dtype, Device device) {
        return (model, directory, spare) -> {
            StoredWeights stored = directory.openWeights();
            try (Scope scope = Scope.open()) {
                model.loadInPlace(stored.view().without(spare), dtype, device, stored::close)
                        .orThrow(directory.folder().toString());
            }
        };
    }

    /** Requests and their slots need no rows: their vectors are written, not looked up. */
    static void checkVocabulary(Path folder, int rows, Processor processor) {
        Tokenizer tokenizer = processor.tokenizer();
        SpecialTokens tokens = processor.tokens();
        int last = tokenizer.size() - 1;
        while (last >= rows && (isAt(last, tokens.request()) || isAt(last, tokens.answer()))) {
            last--;
        }
        if (last >= rows) {
            throw new CheckpointError(
                    "open",
                    folder,
                    "a tokenizer of " + tokenizer.size() + " tokens and a model of " + rows,
                    "no more tokens than rows of the embedding",
                    "take the tokenizer.json that came with the model");
        }
    }

    private static boolean isAt(int id, @Nullable Integer token) {
        return token != null && token == id;
    }

    /**
     * Writes a folder, whole or not at all.
     *
     * @param tokenizerFile becomes {@code tokenizer.json}; the {@link CompanionFiles} beside it are
     *     copied
     * @param include which weights to write, by name
     * @param stored type in which floating weights are stored
     */
    public static void save(
            Path folder,
            VisionLanguageModel model,
            Path tokenizerFile,
            Provenance provenance,
            Predicate<String> include,
            DType stored) {
        if (!tokenizerFile.endsWith(TokenizerFiles.TOKENIZER)) {
            throw new IllegalArgumentException(
                    "the tokenizer's file must be called tokenizer.json, got " + tokenizerFile);
        }
        CompanionFiles companions =
                CompanionFiles.of(
                        tokenizerFile.toAbsolutePath().getParent(), model.description().json());
        List<Path> copied = new ArrayList<>(companions.copied());
        copied.add(tokenizerFile);
        try (Scope scope = Scope.open();
                Grad off = Grad.off()) {
            Weights weights = new Weights();
            model.weights()
                    .asMap()
                    .forEach(
                            (name, tensor) -> {
                                if (include.test(name)) {
                                    weights.put(name, narrow(tensor, stored));
                                }
                            });
            ModelDirectory.save(
                    folder,
                    new ModelContents(
                            model.description().json(),
                            weights,
                            companions.json(),
                            copied,
                            provenance),
                    IfExists.REPLACE);
        }
    }

    private static Tensor narrow(Tensor tensor, DType stored) {
        Tensor typed = tensor.dtype().isFloating() ? tensor.detach().to(stored) : tensor;
        return typed.cpu().contiguous();
    }
}
