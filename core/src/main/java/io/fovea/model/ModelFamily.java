package io.fovea.model;

import io.fovea.checkpoint.ModelDirectory;

import java.util.List;

/** A family of models: how its folders are read. One file for each and a line in the list. */
public interface ModelFamily {

    /** Values of {@code model_type} in config.json. */
    List<String> modelTypes();

    /**
     * Reads the configuration of a folder.
     *
     * @throws io.fovea.config.ConfigError listing every problem
     */
    ModelPlan plan(ModelDirectory directory);
}
