package io.fovea.vision;

import java.util.ArrayList;
import java.util.List;

/**
 * The patches of a picture.
 *
 * @param frames moments of a film, 1 for a picture
 * @param rows rows of patches
 * @param cols columns of patches
 */
public record PatchGrid(int frames, int rows, int cols) {

    public PatchGrid {
        if (frames < 1 || rows < 1 || cols < 1) {
            throw new IllegalArgumentException(
                    "a grid of patches has at least one frame, row and column, got "
                            + frames
                            + " x "
                            + rows
                            + " x "
                            + cols);
        }
    }

    /** A picture's. */
    public static PatchGrid of(int rows, int cols) {
        return new PatchGrid(1, rows, cols);
    }

    /** One grid for each row {@code frames, rows, cols} of {@code image_grid_thw}. */
    public static List<PatchGrid> ofThw(long... thw) {
        if (thw.length % 3 != 0) {
            throw new IllegalArgumentException(
                    "image_grid_thw has three numbers a picture, got " + thw.length + " in all");
        }
        List<PatchGrid> grids = new ArrayList<>();
        for (int i = 0; i < thw.length; i += 3) {
            grids.add(
                    new PatchGrid(
                            Math.toIntExact(thw[i]),
                            Math.toIntExact(thw[i + 1]),
                            Math.toIntExact(thw[i + 2])));
        }
        return List.copyOf(grids);
    }

    /** How many patches. */
    public int patches() {
        return Math.multiplyExact(frames, Math.multiplyExact(rows, cols));
    }

    @Override
    public String toString() {
        return (frames == 1 ? "" : frames + " x ") + rows + " x " + cols;
    }
}
