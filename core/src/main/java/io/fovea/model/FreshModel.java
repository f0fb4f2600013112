package io.fovea.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.fovea.checkpoint.AtomicFolder;
import io.fovea.checkpoint.CheckpointError;
import io.fovea.checkpoint.IfExists;
import io.fovea.checkpoint.ModelDirectory;
import io.fovea.checkpoint.Provenance;
import io.fovea.config.ConfigError;
import io.fovea.config.StrictJson;
import io.fovea.tensor.DType;
import io.fovea.tokenizer.Tokenizer;
import io.fovea.tokenizer.TokenizerError;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A model of any family with random weights, written as a folder. Weights are drawn, stored and
 * forgotten one after the other, so that memory holds one of them, however large the model is. The
 * same files, seed and type give the same weights, on any machine.
 *
 * @param files all but the weights
 * @param attach gives the model its extensions
 * @param seed of the weights
 * @param dtype type in which they are stored; null for the one that the config names ({@code
 *     torch_dtype}), or float32
 */
public record FreshModel(
        BlankFolder files, Consumer<VisionLanguageModel> attach, long seed, @Nullable DType dtype) {

    private static final String TYPE_KEY = "torch_dtype";
    private static final Map<String, DType> TYPES =
            Map.of(
                    "float32", DType.FLOAT32,
                    "float16", DType.FLOAT16,
                    "bfloat16", DType.BFLOAT16);

    /**
     * What was written.
     *
     * @param parameters numbers in the weights
     * @param bytes of the weights
     */
    public record Made(
            Path folder,
            String family,
            long seed,
            String dtype,
            int tensors,
            long parameters,
            long bytes) {}

    /** What makes the provenance of a seed and the text of the config. */
    public interface Origin {
        Provenance of(String config, long seed);
    }

    /**
     * Writes the folder, whole or not at all.
     *
     * @param target a free name
     * @throws IllegalArgumentException when no model can be made of the files, saying why
     * @throws CheckpointError when the name is taken, there is no room, or it cannot be written
     */
    public Made write(Path target, Origin origin, FirstWeights.Listener listener) {
        Made[] made = new Made[1];
        AtomicFolder.write(
                target,
                IfExists.REFUSE,
                folder -> made[0] = fill(folder, target, origin, listener));
        return made[0];
    }

    private Made fill(Path folder, Path target, Origin origin, FirstWeights.Listener listener)
            throws IOException {
        DType type = dtype == null ? named(files.config()) : dtype;
        typed(type).write(folder);
        ModelPlan plan = plan(folder);
        FirstWeights.Written written;
        try (VisionLanguageModel model = plan.model().get()) {
            attach.accept(model);
            FirstWeights weights = new FirstWeights(model.parameters(), seed, type);
            checkRoom(folder, target, weights.bytes());
            written = weights.write(folder, listener);
        }
        Files.writeString(
                folder.resolve(Provenance.FILE), StrictJson.write(origin.of(files.text(), seed)));
        return new Made(
                target,
                plan.description().modelType(),
                seed,
                nameOf(type),
                written.tensors(),
                written.parameters(),
                written.bytes());
    }

    /** Everything that opening the folder will need, before anything large is written. */
    private ModelPlan plan(Path folder) {
        if (!files.hasTokenizer()) {
            throw new IllegalArgumentException(
                    files.source()
                            + ": there is no tokenizer.json beside the config; give one, whose ids"
                            + " are those that the config names");
        }
        try {
            ModelDirectory directory =
                    ModelDirectory.open(
                            folder,
                            EnumSet.of(ModelDirectory.Part.CONFIG, ModelDirectory.Part.TOKENIZER));
            ModelPlan plan = ModelFamilies.plan(directory);
            try (Tokenizer tokenizer = Tokenizer.open(folder)) {
                ModelFolder.checkVocabulary(
                        folder, plan.description().vocabulary(), plan.processor().apply(tokenizer));
            }
            return plan;
        } catch (CheckpointError | ConfigError | TokenizerError | IllegalArgumentException e) {
            // The folder has a hidden name that is of no use to anybody.
            String message = String.valueOf(e.getMessage());
            throw new IllegalArgumentException(
                    message.replace(folder.toString(), files.source()), e);
        }
    }

    private BlankFolder typed(DType type) {
        ObjectNode config = files.config().deepCopy();
        if (config.path("model_type").asText().equals(ModelConfig.TYPE)) {
            return files;
        }
        return files.withConfig(config.put(TYPE_KEY, nameOf(type)));
    }

    private static DType named(JsonNode config) {
        String own =
                config.path(TYPE_KEY).asText(config.path("text_config").path(TYPE_KEY).asText());
        return TYPES.getOrDefault(own, DType.FLOAT32);
    }

    private static String nameOf(DType type) {
        return type.name().toLowerCase(java.util.Locale.ROOT);
    }

    private static void checkRoom(Path folder, Path target, long bytes) throws IOException {
        long free = Files.getFileStore(folder).getUsableSpace();
        if (free < bytes) {
            throw new CheckpointError(
                    "write",
                    target,
                    "room for " + free / 1_000_000 + " MB",
                    "room for " + bytes / 1_000_000 + " MB of weights",
                    "free some space, choose another folder, or a type of 16 bits");
        }
    }
}
