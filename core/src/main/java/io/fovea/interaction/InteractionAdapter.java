package io.fovea.interaction;

import io.fovea.checkpoint.AtomicFolder;
import io.fovea.checkpoint.CheckpointError;
import io.fovea.checkpoint.IfExists;
import io.fovea.checkpoint.Provenance;
import io.fovea.checkpoint.SafetensorsWriter;
import io.fovea.checkpoint.StoredWeights;
import io.fovea.config.StrictJson;
import io.fovea.tensor.DType;
import io.fovea.tensor.Device;
import io.fovea.tensor.Scope;
import io.fovea.tensor.Tensor;
import io.fovea.tensor.Weights;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A network without its model: a folder of {@code adapter_config.json} and {@code
 * adapter_model.safetensors} in PEFT's layout, with provenance, that is opened beside the model it
 * was trained with.
 *
 * @param peftType always {@value #TYPE}
 * @param base the model that it was trained with
 * @param interaction the network
 */
public record InteractionAdapter(String peftType, HostModel base, InteractionConfig interaction) {

    /** What such adapters say they are. */
    public static final String TYPE = "INTERACTION";

    /** The file that says what an adapter is. */
    public static final String CONFIG = "adapter_config.json";

    private static final String WEIGHTS = "adapter_model.safetensors";

    public InteractionAdapter {
        if (!peftType.equals(TYPE)) {
            throw new IllegalArgumentException(
                    "peft_type is '" + peftType + "', expected '" + TYPE + "'");
        }
    }

    /**
     * Writes an adapter, whole or not at all.
     *
     * @param folder a free name, or an adapter to replace
     * @param base what the network was trained with
     */
    public static void save(
            Path folder, InteractionNetwork network, HostModel base, Provenance provenance) {
        InteractionAdapter adapter = new InteractionAdapter(TYPE, base, network.config());
        IfExists existing =
                Files.isRegularFile(folder.resolve(CONFIG)) ? IfExists.REPLACE : IfExists.REFUSE;
        AtomicFolder.write(
                folder,
                existing,
                written -> {
                    try (Scope scope = Scope.open()) {
                        new SafetensorsWriter().write(written.resolve(WEIGHTS), stored(network));
                    }
                    Files.writeString(written.resolve(CONFIG), StrictJson.write(adapter));
                    Files.writeString(
                            written.resolve(Provenance.FILE), StrictJson.write(provenance));
                });
    }

    private static Weights stored(InteractionNetwork network) {
        Weights weights = new Weights();
        network.weights()
                .asMap()
                .forEach((name, value) -> weights.put(prefixed(name), plain(value)));
        return weights;
    }

    private static String prefixed(String name) {
        return InteractionNetwork.EXTENSION + "." + name;
    }

    private static Tensor plain(Tensor value) {
        return value.detach().cpu().contiguous();
    }

    /**
     * Opens the network of an adapter beside a model.
     *
     * @param model what it is opened beside
     * @return the caller closes it
     * @throws CheckpointError when it was trained with a model of another family or other sizes, or
     *     with other weights, naming both
     */
    public static InteractionNetwork open(
            Path folder, HostModel model, DType dtype, Device device) {
        InteractionAdapter adapter =
                StrictJson.read(folder.resolve(CONFIG), InteractionAdapter.class);
        adapter.requireBase(folder, model);
        InteractionNetwork network = new InteractionNetwork(adapter.interaction);
        try (Scope scope = Scope.open();
                StoredWeights stored = StoredWeights.open(List.of(folder.resolve(WEIGHTS)))) {
            Weights own = new Weights();
            String prefix = prefixed("");
            stored.view()
                    .asMap()
                    .forEach(
                            (name, value) ->
                                    own.put(
                                            name.startsWith(prefix)
                                                    ? name.substring(prefix.length())
                                                    : name,
                                            value));
            network.loadCopies(own, dtype, device).orThrow(folder.toString());
            return network;
        } catch (RuntimeException e) {
            network.close();
            throw e;
        }
    }

    private void requireBase(Path folder, HostModel model) {
        if (!base.hasSizesOf(model)) {
            throw new CheckpointError(
                    "open an interaction adapter",
                    folder,
                    "one for " + base.words(),
                    "one for " + model.words(),
                    "open it with the model it was trained with, or train one for this model");
        }
        if (!base.weightsSha256().equals(model.weightsSha256())) {
            throw new CheckpointError(
                    "open an interaction adapter",
                    folder,
                    "one for the weights " + base.weightsSha256().substring(0, 12),
                    "one for this model's weights, " + model.weightsSha256().substring(0, 12),
                    "open it with the model it was trained with: sizes and family are the same,"
                            + " the weights are not");
        }
    }
}
