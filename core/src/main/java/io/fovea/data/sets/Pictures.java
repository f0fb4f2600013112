package io.fovea.data.sets;

import io.fovea.data.files.BadRecord;
import io.fovea.image.Image;
import io.fovea.image.ImageReader;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** The folder that the pictures of a data set lie in. */
record Pictures(Path folder) {

    /**
     * The file of a name.
     *
     * @throws BadRecord when there is none
     */
    Path file(String name) {
        Path file;
        try {
            file = folder.resolve(name);
        } catch (InvalidPathException e) {
            throw new BadRecord("the picture's name cannot be a file: " + Values.shown(name));
        }
        if (name.isBlank() || !Files.isRegularFile(file)) {
            throw new BadRecord("there is no picture " + file);
        }
        return file;
    }

    Image read(String name) {
        return ImageReader.read(folder.resolve(name));
    }
}
