package io.fovea.language;

import io.fovea.checkpoint.ModelDirectory;
import io.fovea.checkpoint.StoredWeights;
import io.fovea.tensor.DType;
import io.fovea.tensor.Device;
import io.fovea.tensor.Scope;
import io.fovea.tensor.Weights;

import java.nio.file.Path;
import java.util.List;

/** A language model alone as a Hugging Face folder: {@code config.json} and weights. */
public final class LanguageFolder {

    private LanguageFolder() {}

    /**
     * An opened model. The caller closes it.
     *
     * @param warnings a sentence for each key of the config that nobody here knows
     */
    public record Opened(LanguageModel model, DecoderConfig config, List<String> warnings)
            implements AutoCloseable {

        @Override
        public void close() {
            model.close();
        }
    }

    /**
     * Opens a folder.
     *
     * @param dtype type of the arithmetic, whatever the type of the stored weights
     * @throws io.fovea.checkpoint.CheckpointError when files are missing or damaged
     * @throws io.fovea.config.ConfigError when the config cannot be computed, saying everything
     * @throws IllegalArgumentException when weights do not fit, listing every one
     */
    public static Opened open(Path folder, DType dtype, Device device) {
        ModelDirectory directory = ModelDirectory.open(folder);
        var tree = directory.config();
        LanguageFamilies.Reading read =
                LanguageFamilies.reading(
                        tree.path("model_type").asText(""),
                        tree,
                        folder.resolve("config.json").toString(),
                        "");
        LanguageModel model = LanguageModels.of(read.config());
        boolean whole = false;
        try (Scope scope = Scope.open();
                StoredWeights stored = directory.openWeights()) {
            Weights own = new Weights();
            for (String name : stored.tensors().keySet()) {
                if (!read.config().repeats(name)) {
                    own.put(name, stored.home(name).load(name));
                }
            }
            model.load(own, dtype, device).orThrow(folder.toString());
            whole = true;
            return new Opened(model, read.config(), read.warnings());
        } finally {
            if (!whole) {
                model.close();
            }
        }
    }
}
