package io.fovea.train;

import io.fovea.model.VisionLanguageModel;
import io.fovea.tensor.DType;
import io.fovea.tensor.Device;
import io.fovea.tuning.AdapterFolder;
import io.fovea.tuning.Adapters;
import io.fovea.tuning.LoraConfig;

import org.jspecify.annotations.Nullable;

/**
 * The adapters that a run trains: fresh ones, or those of a folder.
 *
 * @param config what they are made by
 * @param folder where their values are; null for fresh ones
 */
record StartAdapter(LoraConfig config, @Nullable AdapterFolder folder) {

    /** Those of a recipe; null where it has none. */
    static @Nullable StartAdapter of(Recipe.Start start) {
        if (start.adapter() != null) {
            AdapterFolder folder = AdapterFolder.open(start.adapter());
            return new StartAdapter(folder.lora(), folder);
        }
        return start.lora() == null ? null : new StartAdapter(start.lora(), null);
    }

    /** Puts them, without values, beside the layers of a model. */
    VisionLanguageModel attach(VisionLanguageModel model) {
        if (folder != null) {
            folder.attach(model);
        } else {
            Adapters.attach(model, config);
        }
        return model;
    }

    /** Gives a model that they were attached to their values, where there are any. */
    void load(VisionLanguageModel model) {
        if (folder != null) {
            folder.load(model, DType.FLOAT32, Device.CPU);
        }
    }
}
