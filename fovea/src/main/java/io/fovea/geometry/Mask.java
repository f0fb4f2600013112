package io.fovea.geometry;

import java.util.Arrays;

/**
 * A segmentation: which pixels of a canvas belong to one thing. Kept as COCO run lengths: column by column, counts
 * alternate between background and foreground, beginning with background.
 *
 * @param canvas the pixel grid
 * @param counts run lengths that sum to {@code canvas.area()}
 */
public record Mask(Canvas canvas, int[] counts) {

    public Mask {
        counts = counts.clone();
        long sum = 0;
        for (int count : counts) {
            if (count < 0) {
                throw new IllegalArgumentException("a run length is negative: " + count);
            }
            sum += count;
        }
        if (sum != canvas.area()) {
            throw new IllegalArgumentException("run lengths sum to " + sum + " but the canvas " + canvas + " has "
                    + canvas.area() + " pixels");
        }
    }

    @Override
    public int[] counts() {
        return counts.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Mask(Canvas c, int[] n) && c.equals(canvas) && Arrays.equals(n, counts);
    }

    @Override
    public int hashCode() {
        return 31 * canvas.hashCode() + Arrays.hashCode(counts);
    }

    @Override
    public String toString() {
        return "Mask[" + canvas + ", " + counts.length + " runs]";
    }
}
