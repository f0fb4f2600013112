package io.fovea.train;

import io.fovea.interaction.InteractionConfig;
import io.fovea.interaction.InteractionNetwork;
import io.fovea.interaction.InteractionNetworks;
import io.fovea.model.VisionLanguageModel;
import io.fovea.tuning.TrainableParts;
import io.fovea.tuning.TrainableTable;

import java.util.ArrayList;
import java.util.List;

/**
 * Whether the stages of a recipe fit its model: found out at the start, not when the last stage
 * begins.
 */
final class StageCheck {

    private StageCheck() {}

    /**
     * Checks all stages.
     *
     * @return what learns in each
     * @throws IllegalArgumentException listing every part that names no weight, every stage that
     *     trains nothing, and every layer or head of attention that the model does not have
     */
    static TrainableTable.OfRun of(VisionLanguageModel model, List<Recipe.Stage> stages) {
        List<String> problems = new ArrayList<>();
        List<TrainableTable> tables = new ArrayList<>();
        for (Recipe.Stage stage : stages) {
            tables.add(parts(model, stage, problems));
            attention(model, stage, problems);
            requests(model, stage, problems);
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(
                    "the recipe does not fit its model:\n  " + String.join("\n  ", problems));
        }
        return new TrainableTable.OfRun(tables);
    }

    private static TrainableTable parts(
            VisionLanguageModel model, Recipe.Stage stage, List<String> problems) {
        TrainableParts parts = new TrainableParts(model, stage.parts());
        parts.problems()
                .forEach(problem -> problems.add("stage '" + stage.name() + "': " + problem));
        return parts.table(stage.name());
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

    private static void requests(
            VisionLanguageModel model, Recipe.Stage stage, List<String> problems) {
        Objectives.Requests requests = stage.objectives().requests();
        if (requests == null) {
            return;
        }
        InteractionConfig network =
                InteractionNetworks.of(model).map(InteractionNetwork::config).orElse(null);
        String problem =
                network == null
                        ? "the model has no interaction network (model.interaction)"
                        : !network.form().looks()
                                ? "the slots of this form of network do not look at patches, those"
                                        + " of the forms cross and gather do"
                                : requests.slots() > network.slots()
                                        ? "it asks for "
                                                + requests.slots()
                                                + " slots, the network has "
                                                + network.slots()
                                        : null;
        if (problem != null) {
            problems.add("stage '" + stage.name() + "', objective requests: " + problem);
        }
    }
}
