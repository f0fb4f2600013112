package io.fovea.tuning;

import io.fovea.checkpoint.AtomicFolder;
import io.fovea.checkpoint.IfExists;
import io.fovea.checkpoint.ModelDirectory;
import io.fovea.checkpoint.Provenance;
import io.fovea.checkpoint.SafetensorsWriter;
import io.fovea.checkpoint.StoredWeights;
import io.fovea.checkpoint.TensorInfo;
import io.fovea.checkpoint.TensorPlan;
import io.fovea.config.StrictJson;
import io.fovea.model.CompanionFiles;
import io.fovea.tensor.DType;
import io.fovea.tensor.Tensor;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * A model folder with an adapter added to its weights: an ordinary folder, in the types of the
 * model. Weights are made and written one at a time, so that a model of any size needs the memory
 * of its largest weight. Sums are made in FLOAT32.
 */
public final class AdapterMerge {

    private final ModelDirectory model;
    private final AdapterFolder adapter;

    private AdapterMerge(ModelDirectory model, AdapterFolder adapter) {
        this.model = model;
        this.adapter = adapter;
    }

    /**
     * What was done.
     *
     * @param changed linear layers that an adapter was added to
     * @param replaced weights that were taken from the adapter's folder as a whole
     */
    public record Merged(int changed, int replaced) {}

    /**
     * Writes the merged folder, whole or not at all.
     *
     * @param target a free name
     * @throws io.fovea.checkpoint.CheckpointError when the adapter does not fit the model, listing
     *     everything, or a folder cannot be read or written
     */
    public static Merged write(Path model, Path adapter, Path target, Provenance provenance) {
        AdapterFolder opened = AdapterFolder.open(adapter);
        ModelDirectory directory =
                ModelDirectory.open(
                        model, EnumSet.of(ModelDirectory.Part.CONFIG, ModelDirectory.Part.WEIGHTS));
        AdapterMerge merge = new AdapterMerge(directory, opened);
        try (StoredWeights stored = directory.openWeights();
                StoredWeights added = opened.weights()) {
            merge.check(stored.tensors());
            AtomicFolder.write(
                    target,
                    IfExists.REFUSE,
                    folder -> merge.fill(folder, stored, added, provenance));
        }
        return new Merged(opened.changes().size(), opened.wholeWeights().size());
    }

    private void check(Map<String, TensorInfo> tensors) {
        FitReport report = new FitReport(adapter.folder());
        adapter.changes()
                .forEach(
                        (name, change) ->
                                report.change(name, change, shape(tensors, name + ".weight")));
        adapter.wholeWeights()
                .forEach((name, info) -> report.whole(name, info, shape(tensors, name)));
        report.orThrow();
    }

    private static long @Nullable [] shape(Map<String, TensorInfo> tensors, String name) {
        TensorInfo info = tensors.get(name);
        return info == null ? null : info.shape().stream().mapToLong(Long::longValue).toArray();
    }

    private void fill(Path folder, StoredWeights stored, StoredWeights added, Provenance provenance)
            throws IOException {
        SequencedMap<String, TensorPlan> plans = new LinkedHashMap<>();
        stored.tensors()
                .forEach(
                        (name, info) -> plans.put(name, new TensorPlan(info.type(), info.shape())));
        new SafetensorsWriter()
                .writeModel(
                        folder,
                        plans,
                        name -> tensor(name, stored, added),
                        SafetensorsWriter.DEFAULT_SHARD_BYTES);
        for (ModelDirectory.Part part :
                EnumSet.of(ModelDirectory.Part.CONFIG, ModelDirectory.Part.TOKENIZER)) {
            Optional<Path> file = model.find(part.file());
            if (file.isPresent()) {
                Files.write(folder.resolve(part.file()), Files.readAllBytes(file.get()));
            }
        }
        CompanionFiles.of(model.folder(), model.config()).copyTo(folder);
        Files.writeString(folder.resolve(Provenance.FILE), StrictJson.write(provenance));
    }

    private Tensor tensor(String name, StoredWeights stored, StoredWeights added) {
        Tensor own = stored.home(name).view(name);
        String inAdapter = AdapterFolder.PREFIX + name;
        if (adapter.wholeWeights().containsKey(name)) {
            return added.home(inAdapter).view(inAdapter).to(own.dtype());
        }
        String layer = name.endsWith(".weight") ? name.substring(0, name.length() - 7) : "";
        if (!adapter.changes().containsKey(layer)) {
            return own;
        }
        String begin = AdapterFolder.PREFIX + layer;
        Tensor down = added.home(begin + ".lora_A.weight").view(begin + ".lora_A.weight");
        Tensor up = added.home(begin + ".lora_B.weight").view(begin + ".lora_B.weight");
        return own.to(DType.FLOAT32)
                .add(
                        up.to(DType.FLOAT32)
                                .matmul(down.to(DType.FLOAT32))
                                .mul(adapter.config().scale(layer)))
                .to(own.dtype());
    }
}
