package io.fovea.cli;

import io.fovea.assistant.Assistant;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Parameters;

import java.nio.file.Path;

/** The model that a verb measures: its first word, else {@code --model}, else the embedded one. */
final class EvaluatedModel {

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "MODEL",
            description = "model folder (default: --model, else the embedded model)")
    @Nullable Path named;

    /** Its folder; null for the embedded one. */
    @Nullable Path place(CommonOptions options) {
        Path asked = named != null ? named : options.model;
        return asked == null ? null : ModelArgument.folder(asked);
    }

    /** Opens what {@link #place} said; the caller closes it. */
    static Assistant open(@Nullable Path place, CommonOptions options) {
        return place == null ? options.open() : options.open(place);
    }
}
