package io.fovea.assistant;

import io.fovea.interaction.InteractionAdapter;
import io.fovea.model.VisionLanguageModel;
import io.fovea.tensor.DType;
import io.fovea.tensor.Device;
import io.fovea.tuning.AdapterFolder;
import io.fovea.tuning.PeftConfig;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.List;

/**
 * The kinds of adapters that a model can be opened with, told by {@code peft_type} in the folder's
 * {@code adapter_config.json}: one line each.
 */
final class AdapterKinds {

    private AdapterKinds() {}

    /**
     * Gives an opened model adapters and their values.
     *
     * @param folders at most one of each kind
     * @return the folder of an interaction network, which stands beside a model and not in it; null
     *     for none
     */
    static @Nullable Path attach(
            VisionLanguageModel model, List<Path> folders, DType dtype, Device device) {
        Path lowRank = null;
        Path network = null;
        for (Path folder : folders) {
            String type = AdapterFolder.type(folder);
            switch (type) {
                case PeftConfig.LORA -> lowRank = only(lowRank, folder, type);
                case InteractionAdapter.TYPE -> network = only(network, folder, type);
                default ->
                        throw new AssistantError(
                                "the adapter "
                                        + folder
                                        + " is of the kind '"
                                        + type
                                        + "'; known: "
                                        + PeftConfig.LORA
                                        + ", "
                                        + InteractionAdapter.TYPE);
            }
        }
        if (lowRank != null) {
            AdapterFolder adapter = AdapterFolder.open(lowRank);
            adapter.attach(model);
            adapter.load(model, dtype, device);
        }
        return network;
    }

    private static Path only(@Nullable Path before, Path folder, String type) {
        if (before != null) {
            throw new AssistantError(
                    "two adapters of the kind "
                            + type
                            + " were given, "
                            + before
                            + " and "
                            + folder
                            + "; a model takes one of each kind");
        }
        return folder;
    }
}
