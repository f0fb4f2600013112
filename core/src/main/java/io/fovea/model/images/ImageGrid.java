package io.fovea.model.images;

import io.fovea.geometry.Canvas;

/** How the pieces of a prepared picture lie in it. */
public sealed interface ImageGrid {

    /** Sizes of the pixels, outermost first. */
    long[] shape();

    /** The pixels on which the model sees the whole picture. */
    Canvas canvas();

    /**
     * One piece: pixels {@code [1, 3, Y, X]}.
     *
     * @param canvas X and Y
     */
    record Whole(Canvas canvas) implements ImageGrid {
        @Override
        public long[] shape() {
            return new long[] {1, 3, canvas.height(), canvas.width()};
        }
    }

    /**
     * Square tiles, row by row, and last the whole picture on one tile: pixels {@code [rows *
     * columns + 1, 3, side, side]}. Every pixel of every tile shows the picture, so Hugging Face's
     * {@code pixel_attention_mask} is 1 throughout; zeros there are the empty tiles that pad a
     * batch.
     *
     * @param rows of tiles; 0 when the whole picture on one tile is all there is
     * @param columns of tiles; 0 when {@code rows} is
     * @param side of a tile in pixels
     */
    record Tiles(int rows, int columns, int side) implements ImageGrid {

        public Tiles {
            if (rows < 0 || columns < 0 || rows == 0 != (columns == 0) || side < 1) {
                throw new IllegalArgumentException(
                        "tiles lie in rows and columns, both 0 or both above, got "
                                + rows
                                + " rows and "
                                + columns
                                + " columns with a side of "
                                + side);
            }
        }

        /** Number of tiles, that of the whole picture included. */
        public int count() {
            return rows * columns + 1;
        }

        @Override
        public long[] shape() {
            return new long[] {count(), 3, side, side};
        }

        @Override
        public Canvas canvas() {
            return new Canvas(side, side);
        }
    }

    /**
     * Flattened patches: pixels {@code [frames * rows * columns, 3 * depth * patch * patch]}, the
     * patches of a square of {@code merge} by {@code merge} after one another, squares row by row;
     * within a patch channel, frame, y, x. Hugging Face's {@code image_grid_thw} is frames, rows
     * and columns.
     *
     * @param rows of patches, a multiple of {@code cut.merge}
     * @param columns of patches, a multiple of {@code cut.merge}
     */
    record Patches(int rows, int columns, Patching cut) implements ImageGrid {

        public Patches {
            if (rows < 1 || columns < 1 || rows % cut.merge() != 0 || columns % cut.merge() != 0) {
                throw new IllegalArgumentException(
                        "rows and columns of patches are multiples of "
                                + cut.merge()
                                + ", got "
                                + rows
                                + " and "
                                + columns);
            }
        }

        /** Steps in time: a picture has 1. */
        public int frames() {
            return 1;
        }

        /** Number of patches. */
        public int count() {
            return frames() * rows * columns;
        }

        @Override
        public long[] shape() {
            return new long[] {count(), cut.length()};
        }

        @Override
        public Canvas canvas() {
            return new Canvas(columns * cut.patch(), rows * cut.patch());
        }
    }
}
