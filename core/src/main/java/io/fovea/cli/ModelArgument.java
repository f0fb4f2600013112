package io.fovea.cli;

import io.fovea.hub.LocalModels;

import java.nio.file.Path;

/** What stands for a model on the command line, as {@link LocalModels} reads it. */
final class ModelArgument {

    private ModelArgument() {}

    /** The folder that is meant, looked for in this process's cache. */
    static Path folder(Path given) {
        return LocalModels.folder(given);
    }
}
