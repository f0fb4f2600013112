package io.fovea.cli;

import picocli.CommandLine.Parameters;

import java.nio.file.Path;

/** The picture that a verb asks about: its first argument. */
final class PictureArgument {

    @Parameters(
            index = "0",
            paramLabel = "IMAGE",
            description = "picture: JPEG, PNG, WebP, GIF or BMP")
    Path image = Path.of("");
}
