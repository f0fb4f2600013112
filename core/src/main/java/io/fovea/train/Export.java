package io.fovea.train;

import io.fovea.checkpoint.IfExists;
import io.fovea.checkpoint.Provenance;
import io.fovea.checkpoint.RunDirectory;
import io.fovea.checkpoint.RunStep;
import io.fovea.config.StrictJson;
import io.fovea.hub.LocalModels;
import io.fovea.interaction.HostModel;
import io.fovea.interaction.InteractionAdapter;
import io.fovea.interaction.InteractionNetwork;
import io.fovea.interaction.InteractionNetworks;
import io.fovea.model.ModelFolder;
import io.fovea.tensor.DType;
import io.fovea.tuning.AdapterWriter;
import io.fovea.tuning.TrainableParts;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A checkpoint of a run as a model folder, or as an adapter where adapters are trained: what is
 * trained along but not part of the model is left out.
 */
public final class Export {

    private static final String NETWORK = InteractionNetwork.EXTENSION + ".";

    private Export() {}

    /**
     * Writes the model of a run's checkpoint; the run may still be going on.
     *
     * @param stored type in which weights are stored; FLOAT16 halves the folder
     */
    public static void checkpoint(RunDirectory run, RunStep step, Path folder, DType stored)
            throws IOException {
        Recipe recipe =
                StrictJson.parse(
                        run.recipe(), run.folder().resolve("recipe.json").toString(), Recipe.class);
        try (Workbench bench = Workbench.of(recipe, run)) {
            bench.restore(step);
            write(bench, recipe, Provenance.read(run.folder()), folder, stored);
        }
    }

    /**
     * Writes the interaction network that a run trained beside a model that it left as it was, for
     * use with that model; nothing where the run has none, or trained other weights as well.
     *
     * @return whether it was written
     */
    static boolean network(Workbench bench, Recipe recipe, Path folder, Provenance provenance) {
        Path from = recipe.model().from();
        Optional<InteractionNetwork> network = InteractionNetworks.of(bench.model());
        if (from == null
                || recipe.model().adapts()
                || recipe.model().pooledGrid() != null
                || network.isEmpty()
                || !trainsTheNetworkAlone(bench, recipe)) {
            return false;
        }
        InteractionAdapter.save(
                folder,
                network.get(),
                HostModel.of(LocalModels.folder(from), bench.model()),
                provenance);
        return true;
    }

    private static boolean trainsTheNetworkAlone(Workbench bench, Recipe recipe) {
        Predicate<String> learns = learning(bench, recipe);
        return bench.model().parameters().entrySet().stream()
                .filter(entry -> !entry.getValue().isBuffer())
                .filter(entry -> !entry.getKey().startsWith(NETWORK))
                .noneMatch(entry -> learns.test(entry.getKey()));
    }

    static void write(
            Workbench bench, Recipe recipe, Provenance provenance, Path folder, DType stored)
            throws IOException {
        StartAdapter adapter = StartAdapter.of(recipe.model());
        if (adapter != null) {
            String base = String.valueOf(recipe.model().from());
            new AdapterWriter(base, adapter.config(), learning(bench, recipe), provenance)
                    .write(bench.model(), folder, IfExists.REPLACE);
            return;
        }
        ModelFolder.save(
                folder, bench.model(), bench.tokenizerFile(), provenance, Export::isModel, stored);
    }

    private static boolean isModel(String weight) {
        return !weight.startsWith(KindClassifier.EXTENSION + ".");
    }

    /** Which weights a run changes in any of its stages. */
    private static Predicate<String> learning(Workbench bench, Recipe recipe) {
        List<TrainableParts> stages =
                recipe.stages().stream()
                        .map(stage -> new TrainableParts(bench.model(), stage.parts()))
                        .toList();
        return name ->
                isModel(name) && stages.stream().anyMatch(parts -> parts.rateFactor(name) > 0);
    }
}
