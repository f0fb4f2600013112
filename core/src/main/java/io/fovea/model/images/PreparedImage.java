package io.fovea.model.images;

import io.fovea.geometry.ImageGeometry;

/**
 * A picture as a vision tower reads it.
 *
 * @param pixels row-major in the shape that {@code grid} gives, not copied, and not to be changed;
 *     empty where they were seen and dropped
 * @param grid which part of the picture each row of {@code pixels} shows
 * @param geometry between the picture and the grid of pixels that the model sees the whole of it
 *     on: for tiles that of the last tile, for patches the resized picture
 */
public record PreparedImage(float[] pixels, ImageGrid grid, ImageGeometry geometry) {

    public PreparedImage {
        long expected = 1;
        for (long size : grid.shape()) {
            expected *= size;
        }
        if (pixels.length != 0 && pixels.length != expected) {
            throw new IllegalArgumentException(
                    grid + " needs " + expected + " numbers, got " + pixels.length);
        }
        if (!geometry.model().equals(grid.canvas())) {
            throw new IllegalArgumentException(
                    "the map leads to "
                            + geometry.model()
                            + ", but the model sees the whole picture on "
                            + grid.canvas());
        }
    }

    /** Sizes of {@link #pixels}, outermost first. */
    public long[] shape() {
        return grid.shape();
    }

    /** What prompts and places need when the tower has seen the pixels, which may be many. */
    public PreparedImage withoutPixels() {
        return new PreparedImage(new float[0], grid, geometry);
    }

    @Override
    public String toString() {
        return "PreparedImage[" + grid + "]";
    }
}
