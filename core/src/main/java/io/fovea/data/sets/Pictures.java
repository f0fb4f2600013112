package io.fovea.data.sets;

import io.fovea.data.files.BadRecord;
import io.fovea.image.Image;
import io.fovea.image.ImageException;
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

    /**
     * The name of one of COCO's pictures, which other data sets call by its number: {@code
     * 000000000139.jpg}, or with {@code COCO_val2014_} and {@code COCO_train2014_} before it.
     *
     * @throws BadRecord when there is none
     */
    String coco(long id) {
        String name = String.format("%012d.jpg", id);
        for (String split :
                new String[] {"", "COCO_val2014_", "COCO_train2014_", "COCO_test2015_"}) {
            if (Files.isRegularFile(folder.resolve(split + name))) {
                return split + name;
            }
        }
        throw new BadRecord(
                "there is no picture " + name + " (nor COCO_val2014_" + name + ") in " + folder);
    }

    /**
     * What tells a picture from others.
     *
     * @throws BadRecord when it is missing, or cannot be read
     */
    long key(String name) {
        return PictureKey.of(file(name));
    }

    /**
     * Reads a picture.
     *
     * @throws BadRecord when it is missing, or no whole picture
     */
    Image read(String name) {
        try {
            return ImageReader.read(folder.resolve(name));
        } catch (ImageException e) {
            throw new BadRecord(String.valueOf(e.getMessage()));
        }
    }
}
