package io.fovea.train;

import io.fovea.model.VisionLanguageModel;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Whether the stages of a recipe fit its model: found out at the start, not when the last stage
 * begins.
 */
final class StageCheck {

    private StageCheck() {}

    /**
     * Checks all stages.
     *
     * @throws IllegalArgumentException listing every part that names no weight, every stage that
     *     trains nothing, and every layer or head of attention that the model does not have
     */
    static void of(VisionLanguageModel model, List<Recipe.Stage> stages) {
        List<String> problems = new ArrayList<>();
        for (Recipe.Stage stage : stages) {
            parts(model, stage, problems);
            attention(model, stage, problems);
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(
                    "the recipe does not fit its model:\n  " + String.join("\n  ", problems));
        }
    }

    private static void parts(
            VisionLanguageModel model, Recipe.Stage stage, List<String> problems) {
        Set<String> names = model.parameters().keySet();
        for (Recipe.Part part : stage.parts()) {
            if (names.stream().noneMatch(name -> name.startsWith(part.begins()))) {
                problems.add(
                        "stage '"
                                + stage.name()
                                + "': no weight begins with '"
                                + part.begins()
                                + "'; weights are called like "
                                + names.iterator().next());
            }
        }
        boolean trains =
                model.parameters().entrySet().stream()
                        .anyMatch(
                                entry ->
                                        !entry.getValue().isBuffer()
                                                && ParameterGroups.rateFactor(
                                                                entry.getKey(), stage.parts())
                                                        > 0);
        if (!trains) {
            problems.add(
                    "stage '"
                            + stage.name()
                            + "': its parts freeze every weight, so nothing is trained");
        }
    }

    private static void attention(
            VisionLanguageModel model, Recipe.Stage stage, List<String> problems) {
        Objectives.Attention attention = stage.objectives().attention();
        if (attention == null) {
            return;
        }
        int layers = model.language().layers();
        int heads = model.description().attentionHeads();
        if (attention.layer() >= layers || attention.heads() > heads) {
            problems.add(
                    "stage '"
                            + stage.name()
                            + "': attention asks for layer "
                            + attention.layer()
                            + " and "
                            + attention.heads()
                            + " heads, the model has layers 0 to "
                            + (layers - 1)
                            + " and "
                            + heads
                            + " heads");
        }
    }
}
