package io.fovea.geometry;

import java.util.Arrays;

/**
 * Collects pixels in column order and closes a run whenever they change; starts with background.
 */
final class Runs {

    private int[] counts = new int[64];
    private int size;
    private boolean inside;
    private int open;

    /** Adds pixels that are all alike. */
    void add(boolean foreground, int pixels) {
        if (foreground != inside) {
            close();
            inside = foreground;
        }
        open += pixels;
    }

    /** The mask of all pixels so far. */
    Mask toMask(Canvas canvas) {
        close();
        return new Mask(canvas, Arrays.copyOf(counts, size));
    }

    private void close() {
        if (size == counts.length) {
            counts = Arrays.copyOf(counts, 2 * size);
        }
        counts[size++] = open;
        open = 0;
    }
}
