package io.fovea.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.fovea.checkpoint.CheckpointError;
import io.fovea.checkpoint.IfExists;
import io.fovea.checkpoint.ModelContents;
import io.fovea.checkpoint.ModelDirectory;
import io.fovea.checkpoint.Provenance;
import io.fovea.checkpoint.StoredWeights;
import io.fovea.config.StrictJson;
import io.fovea.config.UnknownKeys;
import io.fovea.tensor.DType;
import io.fovea.tensor.Device;
import io.fovea.tensor.Grad;
import io.fovea.tensor.Scope;
import io.fovea.tensor.Tensor;
import io.fovea.tensor.Weights;
import io.fovea.tokenizer.Tokenizer;
import io.fovea.tokenizer.TokenizerFiles;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * A model of Fovea's own family as a Hugging Face folder: {@code config.json}, {@code
 * model.safetensors}, {@code tokenizer.json} and where it came from ({@code fovea.json}).
 */
public final class ModelFolder {

    private ModelFolder() {}

    /**
     * An opened model and what its words need. The caller closes it.
     *
     * @param folder where it came from
     */
    public record Opened(
            Path folder, VisionLanguageModel model, Tokenizer tokenizer, Processor processor)
            implements AutoCloseable {

        @Override
        public void close() {
            model.close();
            tokenizer.close();
        }
    }

    /**
     * Opens a folder.
     *
     * @param attach gives the model its extensions, before weights are loaded
     * @param dtype type of the arithmetic
     * @throws CheckpointError when files are missing or weights do not fit, saying everything at
     *     once
     */
    public static Opened open(
            Path folder, Consumer<VisionLanguageModel> attach, DType dtype, Device device) {
        ModelDirectory directory =
                ModelDirectory.open(
                        folder,
                        EnumSet.of(
                                ModelDirectory.Part.CONFIG,
                                ModelDirectory.Part.WEIGHTS,
                                ModelDirectory.Part.TOKENIZER));
        ModelConfig config = config(folder, directory.config());
        VisionLanguageModel model = new VisionLanguageModel(config);
        try {
            attach.accept(model);
            load(model, directory, dtype, device);
            return withWords(folder, model);
        } catch (RuntimeException e) {
            model.close();
            throw e;
        }
    }

    private static Opened withWords(Path folder, VisionLanguageModel model) {
        Tokenizer tokenizer = Tokenizer.open(folder);
        try {
            checkVocabulary(folder, model.config(), tokenizer);
            return new Opened(
                    folder,
                    model,
                    tokenizer,
                    new Processor(model.config(), tokenizer, model.imageTokens()));
        } catch (RuntimeException e) {
            tokenizer.close();
            throw e;
        }
    }

    /**
     * Reads a config alone.
     *
     * @param tree {@code config.json}
     * @throws CheckpointError when the model is of another family
     * @throws io.fovea.config.ConfigError listing every problem of the file
     */
    public static ModelConfig config(Path folder, JsonNode tree) {
        String type = tree.path("model_type").asText("");
        if (!type.equals(ModelConfig.TYPE)) {
            throw new CheckpointError(
                    "open",
                    folder,
                    "model_type '" + type + "'",
                    "model_type '" + ModelConfig.TYPE + "'",
                    "this build opens models that Fovea has trained");
        }
        ObjectNode own = tree.deepCopy();
        own.remove("architectures");
        return StrictJson.from(
                own,
                folder.resolve("config.json").toString(),
                ModelConfig.class,
                UnknownKeys.REFUSE);
    }

    private static void load(
            VisionLanguageModel model, ModelDirectory directory, DType dtype, Device device) {
        try (Scope scope = Scope.open();
                StoredWeights stored = directory.openWeights()) {
            model.load(stored.load(), dtype, device).orThrow(directory.folder().toString());
        }
    }

    private static void checkVocabulary(Path folder, ModelConfig config, Tokenizer tokenizer) {
        int rows = config.textConfig().vocabSize();
        if (tokenizer.size() > rows) {
            throw new CheckpointError(
                    "open",
                    folder,
                    "a tokenizer of " + tokenizer.size() + " tokens and a model of " + rows,
                    "no more tokens than rows of the embedding",
                    "take the tokenizer.json that came with the model");
        }
    }

    /**
     * Writes a folder, whole or not at all.
     *
     * @param tokenizerFile becomes {@code tokenizer.json}
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
        ObjectNode config =
                (ObjectNode)
                        StrictJson.tree(StrictJson.write(model.config()), "the model's config");
        config.putArray("architectures").add("FoveaForConditionalGeneration");
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
                            config, weights, Map.of(), List.of(tokenizerFile), provenance),
                    IfExists.REPLACE);
        }
    }

    private static Tensor narrow(Tensor tensor, DType stored) {
        Tensor typed = tensor.dtype().isFloating() ? tensor.detach().to(stored) : tensor;
        return typed.cpu().contiguous();
    }
}
