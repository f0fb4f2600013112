package io.fovea.model;

import io.fovea.checkpoint.CheckpointError;
import io.fovea.checkpoint.ModelDirectory;

import java.util.List;

/** The families of models that there are; a new one is one line here. */
public final class ModelFamilies {

    private static final List<ModelFamily> ALL =
            List.of(
                    new FoveaFamily(),
                    new LanguageOnlyFamily(),
                    new LlavaFamily(),
                    new OriginalLlavaFamily(),
                    new Idefics3Family(),
                    new Qwen2VlFamily());

    private ModelFamilies() {}

    /** What the folder holds, chosen by {@code model_type} alone. */
    public static ModelPlan plan(ModelDirectory directory) {
        String type = directory.config().path("model_type").asText("");
        return ALL.stream()
                .filter(family -> family.modelTypes().contains(type))
                .findFirst()
                .orElseThrow(
                        () ->
                                new CheckpointError(
                                        "open",
                                        directory.folder(),
                                        "model_type '" + type + "'",
                                        "one of " + modelTypes(),
                                        "take a model of one of these families"))
                .plan(directory);
    }

    /** Every {@code model_type} that can be opened. */
    public static List<String> modelTypes() {
        return ALL.stream().flatMap(family -> family.modelTypes().stream()).sorted().toList();
    }
}
