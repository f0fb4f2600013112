package io.fovea.model.images;

import io.fovea.image.Image;

/**
 * Makes pictures ready for the vision tower of one checkpoint. Immutable; may be used by several
 * threads.
 */
public interface ImageProcessor {

    /**
     * The numbers that the tower reads.
     *
     * @throws io.fovea.image.ImageException when this checkpoint cannot take a picture of this
     *     shape; the message names the shape and the bound
     */
    PreparedImage prepare(Image image);
}
