package io.fovea.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import io.fovea.checkpoint.ModelDirectory;
import io.fovea.checkpoint.Provenance;
import io.fovea.checkpoint.Safetensors;
import io.fovea.checkpoint.TensorInfo;
import io.fovea.interaction.InteractionNetworks;
import io.fovea.model.ModelDescription;
import io.fovea.model.ModelFamilies;
import io.fovea.model.ModelPlan;
import io.fovea.model.VisionLanguageModel;
import io.fovea.nn.Parameter;
import io.fovea.perception.PerceptionHeads;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a model folder holds, by its config and the headers of its weights.
 *
 * @param family the {@code model_type} of config.json
 * @param runs whether this build can run the family
 * @param parts by the first word of the weights' names
 * @param tokens special tokens by use; empty for other families
 * @param provenance {@code fovea.json}; empty when there is none
 * @param missing weights that the model needs and the folder lacks
 * @param unexpected weights that the model does not know
 * @param misshapen weights of another shape than the model's
 */
record Inspection(
        String family,
        boolean runs,
        List<Part> parts,
        Map<String, String> tokens,
        JsonNode provenance,
        List<String> missing,
        List<String> unexpected,
        List<String> misshapen) {

    /** Weights whose names begin with the same word. */
    record Part(String name, int tensors, long parameters, long bytes, List<String> types) {}

    boolean fits() {
        return missing.isEmpty() && unexpected.isEmpty() && misshapen.isEmpty();
    }

    /**
     * Looks into a folder.
     *
     * @throws io.fovea.checkpoint.CheckpointError when it is no model folder
     */
    static Inspection of(Path folder) {
        ModelDirectory directory = ModelDirectory.open(folder);
        Map<String, TensorInfo> stored = new TreeMap<>();
        directory.weightFiles().forEach(file -> stored.putAll(Safetensors.inspect(file)));
        JsonNode config = directory.config();
        String family = config.path("model_type").asText("unknown");
        JsonNode provenance =
                directory.json(Provenance.FILE).orElse(JsonNodeFactory.instance.objectNode());
        boolean runs = ModelFamilies.modelTypes().contains(family);
        Fit fit =
                runs
                        ? fit(ModelFamilies.plan(directory), stored)
                        : new Fit(Map.of(), List.of(), List.of(), List.of());
        return new Inspection(
                family,
                runs,
                parts(stored),
                fit.tokens,
                provenance,
                fit.missing,
                fit.unexpected,
                fit.misshapen);
    }

    private record Fit(
            Map<String, String> tokens,
            List<String> missing,
            List<String> unexpected,
            List<String> misshapen) {}

    private static List<Part> parts(Map<String, TensorInfo> stored) {
        Map<String, List<TensorInfo>> byPart = new LinkedHashMap<>();
        stored.forEach(
                (name, info) ->
                        byPart.computeIfAbsent(
                                        name.contains(".")
                                                ? name.substring(0, name.indexOf('.'))
                                                : name,
                                        key -> new ArrayList<>())
                                .add(info));
        List<Part> parts = new ArrayList<>();
        byPart.forEach(
                (name, infos) ->
                        parts.add(
                                new Part(
                                        name,
                                        infos.size(),
                                        infos.stream().mapToLong(TensorInfo::elements).sum(),
                                        infos.stream().mapToLong(TensorInfo::byteSize).sum(),
                                        List.copyOf(
                                                new TreeSet<>(
                                                        infos.stream()
                                                                .map(
                                                                        info ->
                                                                                info.type()
                                                                                        .safetensorsName())
                                                                .toList())))));
        return List.copyOf(parts);
    }

    private static Fit fit(ModelPlan plan, Map<String, TensorInfo> stored) {
        List<String> missing = new ArrayList<>();
        List<String> misshapen = new ArrayList<>();
        TreeSet<String> unexpected = new TreeSet<>(stored.keySet());
        unexpected.removeIf(plan.spare());
        try (VisionLanguageModel model = plan.model().get()) {
            PerceptionHeads.attach(model);
            InteractionNetworks.attach(model);
            for (Map.Entry<String, Parameter> needed : model.parameters().entrySet()) {
                TensorInfo info = stored.get(needed.getKey());
                unexpected.remove(needed.getKey());
                long[] shape = needed.getValue().shape().dims();
                if (info == null) {
                    missing.add(needed.getKey());
                } else if (!Arrays.equals(
                        shape, info.shape().stream().mapToLong(Long::longValue).toArray())) {
                    misshapen.add(
                            needed.getKey()
                                    + ": got "
                                    + info.shape()
                                    + ", expected "
                                    + Arrays.toString(shape));
                }
            }
        }
        return new Fit(tokens(plan.description()), missing, List.copyOf(unexpected), misshapen);
    }

    private static Map<String, String> tokens(ModelDescription config) {
        Map<String, String> tokens = new LinkedHashMap<>();
        io.fovea.config.StrictJson.tree(
                        io.fovea.config.StrictJson.write(config.tokens()), "special tokens")
                .properties()
                .forEach(
                        entry -> {
                            if (entry.getValue().isTextual()) {
                                tokens.put(entry.getKey(), entry.getValue().asText());
                            }
                        });
        return tokens;
    }
}
