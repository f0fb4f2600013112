package io.fovea.assistant;

import io.fovea.model.VisionLanguageModel;
import io.fovea.tensor.DType;
import io.fovea.tensor.Device;
import io.fovea.tuning.AdapterFolder;
import io.fovea.tuning.PeftConfig;

import java.nio.file.Path;

/**
 * The kinds of adapters that a model can be opened with, told by {@code peft_type} in the folder's
 * {@code adapter_config.json}: one line each.
 */
final class AdapterKinds {

    private AdapterKinds() {}

    /** Gives an opened model an adapter and its values. */
    static void attach(VisionLanguageModel model, Path folder, DType dtype, Device device) {
        String type = AdapterFolder.type(folder);
        switch (type) {
            case PeftConfig.LORA -> {
                AdapterFolder adapter = AdapterFolder.open(folder);
                adapter.attach(model);
                adapter.load(model, dtype, device);
            }
            default ->
                    throw new AssistantError(
                            "the adapter "
                                    + folder
                                    + " is of the kind '"
                                    + type
                                    + "'; known: "
                                    + PeftConfig.LORA);
        }
    }
}
