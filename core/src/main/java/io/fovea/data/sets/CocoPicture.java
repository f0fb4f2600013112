package io.fovea.data.sets;

import com.fasterxml.jackson.databind.JsonNode;

import io.fovea.data.files.BadRecord;
import io.fovea.data.files.DataError;
import io.fovea.geometry.Canvas;
import io.fovea.image.Image;

import java.nio.file.Path;

/**
 * A record of {@code images} of a COCO file.
 *
 * @param id that annotations call it by
 * @param name of its file, in the folder of the pictures
 * @param canvas the size that the record says
 * @param line of the record
 */
record CocoPicture(long id, String name, Canvas canvas, long line) {

    /**
     * Reads a record.
     *
     * @throws BadRecord when it has no id, name or size
     */
    static CocoPicture of(JsonNode record, long line) {
        long width = Values.whole(record, "width");
        long height = Values.whole(record, "height");
        if (width < 1 || height < 1 || width * height > Integer.MAX_VALUE) {
            throw new BadRecord("a picture of " + width + " x " + height);
        }
        return new CocoPicture(
                Values.whole(record, "id"),
                Values.text(record, "file_name"),
                new Canvas((int) width, (int) height),
                line);
    }

    /**
     * Reads the picture.
     *
     * @param file that the record stands in
     * @throws DataError when it is missing, broken, or of another size
     */
    Image read(Pictures folder, Path file) {
        try {
            Image image = folder.read(name);
            if (!image.canvas().equals(canvas)) {
                throw new BadRecord(
                        "the record says that "
                                + name
                                + " is "
                                + canvas
                                + ", but it is "
                                + image.canvas());
            }
            return image;
        } catch (BadRecord e) {
            throw DataError.at(file, line, e.what());
        }
    }

    /**
     * What tells the picture from others.
     *
     * @param file that the record stands in
     * @throws DataError when it is missing, or cannot be read
     */
    long key(Pictures folder, Path file) {
        try {
            return folder.key(name);
        } catch (BadRecord e) {
            throw DataError.at(file, line, e.what());
        }
    }
}
