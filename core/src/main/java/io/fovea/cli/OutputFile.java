package io.fovea.cli;

import io.fovea.image.Image;
import io.fovea.image.ImageWriter;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.UUID;

/** Files that a verb writes: checked before the work begins, whole or not there at the end. */
final class OutputFile {

    private OutputFile() {}

    /**
     * Checks that a picture can be written under this name, before a model is loaded for it.
     *
     * @throws CliError when the name cannot become a picture file
     */
    static Path picture(Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        writable(file);
        if (!name.endsWith(".png") && !name.endsWith(".jpg") && !name.endsWith(".jpeg")) {
            throw new CliError(
                    "cannot tell the format of the picture to write from its name '"
                            + file
                            + "'; end it in .png, .jpg or .jpeg");
        }
        return file;
    }

    /**
     * Checks that a file can be put under this name: not a folder, not a device, in a folder that
     * is there.
     */
    static Path writable(Path file) {
        if (Files.isDirectory(file)) {
            throw new CliError("cannot write " + file + ": it is a folder; name a file in it");
        }
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new CliError("cannot write " + file + ": it is a device or pipe; name a file");
        }
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new CliError(
                    "cannot write " + file + ": there is no folder " + folder + "; make it first");
        }
        if (!Files.isWritable(folder)) {
            throw new CliError(
                    "cannot write " + file + ": no right to write in the folder " + folder);
        }
        return file;
    }

    /**
     * Makes a folder to write into, with those above it, before the work begins.
     *
     * @throws CliError when something else is there, or it may not be written to
     */
    static Path folder(Path folder) throws IOException {
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new CliError(
                    "cannot write into " + folder + ": it is a file; name a folder instead");
        }
        Files.createDirectories(folder);
        if (!Files.isWritable(folder)) {
            throw new CliError(
                    "cannot write into " + folder + ": no right to; name another folder");
        }
        return folder;
    }

    /** Writes a text, whole or not at all. */
    static void write(String text, Path file) throws IOException {
        Path part =
                writable(file).resolveSibling("." + file.getFileName() + "-" + UUID.randomUUID());
        try {
            Files.writeString(part, text);
            Files.move(
                    part,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /** Writes a picture. */
    static void write(Image image, Path file) {
        ImageWriter.write(image, picture(file));
    }
}
