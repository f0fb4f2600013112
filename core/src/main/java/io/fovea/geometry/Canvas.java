package io.fovea.geometry;

/**
 * The pixel grid that coordinates are relative to.
 *
 * @param width columns, at least 1
 * @param height rows, at least 1
 */
public record Canvas(int width, int height) {

    public Canvas {
        if (width < 1 || height < 1) {
            throw new IllegalArgumentException(
                    "a canvas is at least 1 x 1 pixels, got " + width + " x " + height);
        }
    }

    /** Number of pixels. */
    public long area() {
        return (long) width * height;
    }

    @Override
    public String toString() {
        return width + " x " + height;
    }
}
