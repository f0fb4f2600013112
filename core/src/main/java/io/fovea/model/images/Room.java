package io.fovea.model.images;

import io.fovea.geometry.Canvas;
import io.fovea.image.ImageException;

/** How large a prepared picture may be, checked before anything of that size is allocated. */
final class Room {

    /** Pixels; three floats for each are 768 MiB. */
    private static final long MOST = 1L << 26;

    private Room() {}

    /**
     * The size, when there is room for it.
     *
     * @throws ImageException when there is not
     */
    static Canvas required(Canvas picture, Canvas size) {
        if (size.area() > MOST) {
            throw tooLarge(picture, size.width(), size.height());
        }
        return size;
    }

    static ImageException tooLarge(Canvas picture, long width, long height) {
        return new ImageException(
                "a picture of "
                        + picture
                        + " pixels would become "
                        + width
                        + " x "
                        + height
                        + " for this model; at most "
                        + MOST
                        + " pixels are prepared. Cut it nearer to a square or make it smaller");
    }
}
