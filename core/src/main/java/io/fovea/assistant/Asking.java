package io.fovea.assistant;

import io.fovea.generate.Prefill;
import io.fovea.geometry.ImageGeometry;
import io.fovea.interaction.HostModel;
import io.fovea.interaction.InteractionAdapter;
import io.fovea.interaction.InteractionNetwork;
import io.fovea.interaction.InteractionNetworks;
import io.fovea.interaction.RequestReadout;
import io.fovea.model.ModelFolder;
import io.fovea.model.Processor;
import io.fovea.model.Prompt;
import io.fovea.model.VisualFeatures;
import io.fovea.tensor.DType;
import io.fovea.tensor.Device;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How prompts of a model ask their pictures: by the network of its folder, by that of an adapter,
 * or not at all.
 *
 * @param processor whose prompts ask, where there is a network
 * @param network null for none
 * @param opened a network that is not part of the model and closed with this; null for none
 */
record Asking(
        Processor processor,
        @Nullable InteractionNetwork network,
        @Nullable InteractionNetwork opened)
        implements AutoCloseable {

    /**
     * The way that a configuration wants.
     *
     * @param adapter of an interaction network; null for none
     */
    static Asking of(
            ModelFolder.Opened model, AssistantConfig config, @Nullable Path adapter, DType dtype) {
        if (!config.interaction() || !model.model().sees()) {
            return new Asking(model.processor(), null, null);
        }
        if (adapter == null) {
            return new Asking(
                    InteractionNetworks.asking(model.model(), model.processor()),
                    InteractionNetworks.of(model.model()).orElse(null),
                    null);
        }
        InteractionNetwork network =
                InteractionAdapter.open(
                        adapter,
                        HostModel.of(model.folder(), model.model()),
                        dtype,
                        new Device(config.device()));
        Processor processor =
                InteractionNetworks.asking(
                        network, model.processor(), model.model().language().vocabulary());
        return new Asking(processor, network, network);
    }

    /** The requests of a prompt, ready to be read. */
    List<Prefill.Asked> asked(Prompt prompt) {
        return network == null
                ? List.of()
                : prompt.asked().stream()
                        .map(one -> new Prefill.Asked(one.position(), network.inputs()))
                        .toList();
    }

    /** What answers the requests of a prompt; null where it has none. */
    @Nullable RequestReadout readout(Prompt prompt) {
        return network == null || prompt.asked().isEmpty()
                ? null
                : new RequestReadout(network, prompt.ids()[prompt.asked().getFirst().position()]);
    }

    /** Where the slots of an answered prompt looked. */
    static List<Looked> looked(
            RequestReadout readout, VisualFeatures seen, ImageGeometry geometry) {
        List<Looked> all = new ArrayList<>();
        for (int round = 0; round < readout.looked().size(); round++) {
            List<float[]> slots = readout.looked().get(round);
            for (int slot = 0; slot < slots.size(); slot++) {
                all.add(
                        new Looked(
                                round, slot, seen.rows(), seen.cols(), slots.get(slot), geometry));
            }
        }
        return all;
    }

    @Override
    public void close() {
        if (opened != null) {
            opened.close();
        }
    }
}
