package io.fovea.train;

import io.fovea.checkpoint.Provenance;
import io.fovea.checkpoint.RunDirectory;
import io.fovea.checkpoint.RunStep;
import io.fovea.config.StrictJson;
import io.fovea.model.ModelFolder;
import io.fovea.tensor.DType;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A checkpoint of a run as a model folder: what is trained along but not part of the model is left
 * out.
 */
public final class Export {

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
            write(bench, Provenance.read(run.folder()), folder, stored);
        }
    }

    static void write(Workbench bench, Provenance provenance, Path folder, DType stored) {
        ModelFolder.save(
                folder,
                bench.model(),
                bench.tokenizerFile(),
                provenance,
                name -> !name.startsWith(KindClassifier.EXTENSION + "."),
                stored);
    }
}
