package io.fovea.image;

import io.fovea.geometry.ImageGeometry;

/**
 * A picture as a model sees it, and the way back.
 *
 * @param pixels the model's grid
 * @param geometry from the picture that was given to {@code pixels}
 */
public record Transformed(Image pixels, ImageGeometry geometry) {

    public Transformed {
        if (!geometry.model().equals(pixels.canvas())) {
            throw new IllegalArgumentException(
                    "the map leads to "
                            + geometry.model()
                            + " but the pixels are "
                            + pixels.canvas());
        }
    }
}
