package io.fovea.train;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.fovea.checkpoint.AtomicFolder;
import io.fovea.checkpoint.CheckpointError;
import io.fovea.checkpoint.IfExists;
import io.fovea.checkpoint.ModelDirectory;
import io.fovea.checkpoint.Provenance;
import io.fovea.checkpoint.RunDirectory;
import io.fovea.config.StrictJson;
import io.fovea.hub.LocalModels;
import io.fovea.interaction.InteractionExtension;
import io.fovea.interaction.InteractionOptions;
import io.fovea.model.ModelConfig;
import io.fovea.model.ModelDescription;
import io.fovea.model.ModelFamilies;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The model folder that a run goes on from. Where the recipe wants the model otherwise, with a
 * network that asks or with fewer image tokens, a changed copy lies in the folder of the run; its
 * weights are those that were there, to the bit.
 */
final class StartFolder {

    private StartFolder() {}

    /** The folder; a copy that the recipe asks for is made once. */
    static Path of(Recipe recipe, RunDirectory run) {
        Recipe.Start start = recipe.model();
        Path folder = LocalModels.folder(Objects.requireNonNull(start.from()));
        Integer grid = start.pooledGrid();
        if (grid != null) {
            Path pooled = run.folder().resolve("start-pooled");
            if (!Files.exists(pooled)) {
                pool(folder, pooled, grid);
            }
            folder = pooled;
        }
        InteractionOptions interaction = start.interaction();
        if (interaction == null) {
            return folder;
        }
        Path extended = run.folder().resolve("start");
        if (!Files.exists(extended)) {
            Provenance provenance = Provenance.read(run.folder());
            InteractionExtension.write(
                    folder,
                    extended,
                    InteractionExtension.Settings.of(interaction, recipe.seed()),
                    provenance.commit(),
                    provenance.versions());
        }
        return extended;
    }

    private static void pool(Path from, Path to, int grid) {
        ModelDirectory directory = ModelDirectory.open(from);
        ModelDescription description = ModelFamilies.plan(directory).description();
        if (!(description instanceof ModelConfig config)) {
            throw new CheckpointError(
                    "pool the image tokens",
                    from,
                    "a model of the family '" + description.modelType() + "'",
                    "a model of our own",
                    "leave model.pooled_grid out");
        }
        ObjectNode changed = config.withPooledGrid(grid).json();
        AtomicFolder.write(to, IfExists.REFUSE, written -> copy(directory, written, changed));
    }

    private static void copy(ModelDirectory from, Path to, ObjectNode config) throws IOException {
        List<Path> files;
        try (Stream<Path> list = Files.list(from.folder())) {
            files = list.filter(Files::isRegularFile).toList();
        }
        for (Path file : files) {
            Files.copy(file, to.resolve(file.getFileName().toString()));
        }
        Files.writeString(to.resolve(ModelDirectory.Part.CONFIG.file()), StrictJson.write(config));
    }
}
