package io.fovea.tuning;

import io.fovea.checkpoint.CheckpointError;
import io.fovea.checkpoint.StoredWeights;
import io.fovea.checkpoint.TensorInfo;
import io.fovea.model.VisionLanguageModel;
import io.fovea.nn.Linear;
import io.fovea.nn.LowRank;
import io.fovea.nn.WeightReport;
import io.fovea.tensor.DType;
import io.fovea.tensor.Device;
import io.fovea.tensor.Scope;
import io.fovea.tensor.Weights;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A folder of LoRA adapters in the layout of Hugging Face's PEFT: {@value PeftConfig#FILE} and
 * {@value #WEIGHTS}, whose tensors are called {@code base_model.model.NAME.lora_A.weight} and
 * {@code .lora_B.weight}; weights of modules that were trained as a whole are called {@code
 * base_model.model.NAME}.
 */
public final class AdapterFolder {

    /** The file with the weights. */
    public static final String WEIGHTS = "adapter_model.safetensors";

    /** Stands before the names of all tensors. */
    static final String PREFIX = "base_model.model.";

    private final Path folder;
    private final PeftConfig config;
    private final SequencedMap<String, Change> changes = new LinkedHashMap<>();
    private final SequencedMap<String, TensorInfo> whole = new LinkedHashMap<>();

    /** The two matrices of a linear layer, as they are stored. */
    record Change(TensorInfo down, TensorInfo up) {
        long rank() {
            return down.shape().getFirst();
        }

        boolean fits() {
            return down.shape().size() == 2
                    && up.shape().size() == 2
                    && down.shape().get(0).equals(up.shape().get(1));
        }
    }

    private AdapterFolder(Path folder, PeftConfig config) {
        this.folder = folder;
        this.config = config;
    }

    /**
     * What kind of adapter a folder holds: {@code peft_type} of its config, such as {@code LORA}.
     *
     * @throws CheckpointError when it holds none
     */
    public static String type(Path folder) {
        return PeftConfig.type(folder);
    }

    /**
     * Reads what a folder holds, without values.
     *
     * @throws CheckpointError when files are missing or do not fit each other
     * @throws io.fovea.config.ConfigError when the config asks for what is not computed here
     */
    public static AdapterFolder open(Path folder) {
        PeftConfig config = PeftConfig.read(folder);
        AdapterFolder opened = new AdapterFolder(folder, config);
        try (StoredWeights stored = opened.weights()) {
            opened.sort(stored.tensors());
        }
        return opened;
    }

    /** The stored tensors under their own names; the caller closes them. */
    StoredWeights weights() {
        Path file = folder.resolve(WEIGHTS);
        if (!Files.isRegularFile(file)) {
            throw new CheckpointError(
                    "open an adapter",
                    folder,
                    "no " + WEIGHTS,
                    "a folder written by PEFT or by a run here",
                    Files.exists(folder.resolve("adapter_model.bin"))
                            ? "adapter_model.bin is a pickle, which is not read: save the adapter"
                                    + " with safe_serialization=True"
                            : "name the folder that holds it");
        }
        return StoredWeights.open(List.of(file));
    }

    private void sort(Map<String, TensorInfo> tensors) {
        Map<String, TensorInfo> down = new LinkedHashMap<>();
        Map<String, TensorInfo> up = new TreeMap<>();
        List<String> strange = new ArrayList<>();
        tensors.forEach(
                (stored, info) -> {
                    String name =
                            stored.startsWith(PREFIX) ? stored.substring(PREFIX.length()) : "";
                    if (name.endsWith(".lora_A.weight")) {
                        down.put(LowRankNames.module(name), info);
                    } else if (name.endsWith(".lora_B.weight")) {
                        up.put(LowRankNames.module(name), info);
                    } else if (name.isEmpty() || name.contains("lora_")) {
                        strange.add(stored);
                    } else {
                        whole.put(name, info);
                    }
                });
        new TreeSet<>(up.keySet())
                .stream().filter(name -> !down.containsKey(name)).forEach(strange::add);
        down.forEach(
                (name, info) -> {
                    TensorInfo other = up.get(name);
                    if (other == null) {
                        strange.add(name);
                        return;
                    }
                    Change change = new Change(info, other);
                    changes.put(name, change);
                    if (!change.fits() || change.rank() != config.rank(name)) {
                        strange.add(
                                name
                                        + " (rank "
                                        + info.shape()
                                        + " and "
                                        + other.shape()
                                        + ", the config says "
                                        + config.rank(name)
                                        + ")");
                    }
                });
        if (!strange.isEmpty() || tensors.isEmpty()) {
            throw new CheckpointError(
                    "open an adapter",
                    folder.resolve(WEIGHTS),
                    tensors.isEmpty() ? "no tensors" : String.join(", ", strange),
                    "pairs "
                            + PREFIX
                            + "NAME.lora_A.weight and .lora_B.weight of the config's rank",
                    "take the folder as PEFT wrote it");
        }
    }

    /** Where it lies. */
    public Path folder() {
        return folder;
    }

    /** Its config. */
    public PeftConfig config() {
        return config;
    }

    /**
     * What fresh adapters like these would be made by.
     *
     * @throws CheckpointError when ranks or scales differ from layer to layer
     */
    public LoraConfig lora() {
        if (!config.ranks().isEmpty() || !config.alphas().isEmpty()) {
            throw new CheckpointError(
                    "go on with an adapter",
                    folder,
                    "a rank_pattern or alpha_pattern",
                    "one rank and alpha for all layers",
                    "merge it into its model and begin fresh adapters");
        }
        return new LoraConfig(
                config.rank(),
                config.alpha(),
                config.dropout(),
                config.rslora(),
                List.copyOf(changes.keySet()),
                null);
    }

    /** The linear layers that are changed, by name. */
    SequencedMap<String, Change> changes() {
        return Collections.unmodifiableSequencedMap(changes);
    }

    /** Weights of modules that were trained as a whole, by name. */
    SequencedMap<String, TensorInfo> wholeWeights() {
        return Collections.unmodifiableSequencedMap(whole);
    }

    /**
     * Puts its adapters, without values, beside the layers of a model.
     *
     * @throws CheckpointError listing every layer and weight that the model does not have, or has
     *     in another shape
     */
    public void attach(VisionLanguageModel model) {
        SequencedMap<String, Linear> linears = Adapters.candidates(model);
        FitReport report = new FitReport(folder);
        changes.forEach(
                (name, change) -> {
                    Linear linear = linears.get(name);
                    report.change(
                            name, change, linear == null ? null : linear.weight().shape().dims());
                });
        whole.forEach(
                (name, info) -> {
                    var parameter = model.parameters().get(name);
                    report.whole(name, info, parameter == null ? null : parameter.shape().dims());
                });
        report.orThrow();
        changes.forEach(
                (name, change) -> {
                    Linear linear = linears.get(name);
                    if (linear != null) {
                        linear.adapt(
                                new LowRank(
                                        Adapters.shape(
                                                linear,
                                                change.rank(),
                                                config.scale(name),
                                                config.dropout())));
                    }
                });
    }

    /** Gives a model that it was attached to its values, as copies. */
    public void load(VisionLanguageModel model, DType dtype, Device device) {
        try (Scope scope = Scope.open();
                StoredWeights stored = weights()) {
            Weights named = new Weights();
            stored.view()
                    .asMap()
                    .forEach((name, tensor) -> named.put(name.substring(PREFIX.length()), tensor));
            WeightReport report = model.loadCopies(named, dtype, device);
            new WeightReport(List.of(), report.unexpected(), report.misshapen())
                    .orThrow(folder.toString());
        }
    }
}
