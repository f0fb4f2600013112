package io.fovea.pruning;

import io.fovea.checkpoint.ModelDirectory;
import io.fovea.checkpoint.WeightsHash;
import io.fovea.model.ModelFamilies;

import java.nio.file.Path;

/**
 * Which model scores or a plan belong to.
 *
 * @param folder where it was, for people
 * @param modelType its family
 * @param weightsSha256 of its weights; see {@link WeightsHash}
 */
public record ModelIdentity(String folder, String modelType, String weightsSha256) {

    public ModelIdentity {
        if (!weightsSha256.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException(
                    "weights_sha256 is 64 hex digits, got " + weightsSha256);
        }
    }

    /** The model in a folder; reads all of its weights once. */
    public static ModelIdentity of(Path folder) {
        ModelDirectory directory = ModelDirectory.open(folder);
        String type = ModelFamilies.plan(directory).description().modelType();
        return new ModelIdentity(folder.toString(), type, WeightsHash.of(folder));
    }

    /**
     * Holds this model to the one that something was made for.
     *
     * @param what what was made, such as {@code the plan plan.json}
     * @throws IllegalArgumentException when it is another one
     */
    public void require(ModelIdentity wanted, String what) {
        if (!weightsSha256.equals(wanted.weightsSha256)) {
            throw new IllegalArgumentException(
                    what
                            + " was made for the model "
                            + wanted.folder
                            + " (weights "
                            + wanted.weightsSha256.substring(0, 12)
                            + "), but "
                            + folder
                            + " has other weights ("
                            + weightsSha256.substring(0, 12)
                            + "); name that model, or make it anew for this one");
        }
    }
}
