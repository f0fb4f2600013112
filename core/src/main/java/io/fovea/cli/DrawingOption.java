package io.fovea.cli;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.nio.file.Path;

/** Where a verb draws the places of its answer. */
final class DrawingOption {

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "draw the boxes and masks of the answer (.png or .jpg)")
    @Nullable Path out;
}
