package io.fovea.vision;

import java.util.Arrays;

/**
 * Positions of pictures that fill their inputs in part (NaViT, Dehghani et al. 2023): a patch takes
 * the row and column of the position table that lie at its fraction of the picture. Steps are
 * rounded where Hugging Face's Idefics3 rounds them, to 32 bits, since a fraction that should meet
 * a border of the table exactly may fall on either side of it.
 */
final class FractionalPositions {

    private FractionalPositions() {}

    /**
     * Rows of a table of {@code side * side} positions, one for each patch of the input, row by
     * row; 0 for patches that the picture does not reach.
     */
    static long[] ids(PatchGrid picture, PatchGrid input, int side) {
        int[] rows = buckets(picture.rows(), side);
        int[] cols = buckets(picture.cols(), side);
        long[] ids = new long[input.patches()];
        for (int y = 0; y < rows.length; y++) {
            for (int x = 0; x < cols.length; x++) {
                ids[y * input.cols() + x] = (long) rows[y] * side + cols[x];
            }
        }
        return ids;
    }

    /** For each of {@code patches} on a side, how many borders of the table lie at or below it. */
    static int[] buckets(int patches, int side) {
        float[] borders = borders(side);
        double step = 1f / patches;
        int[] buckets = new int[patches];
        for (int i = 0; i < patches; i++) {
            float fraction = (float) (i * step);
            int below = 0;
            while (below < borders.length && borders[below] <= fraction) {
                below++;
            }
            buckets[i] = below;
        }
        return buckets;
    }

    private static float[] borders(int side) {
        double step = 1.0 / side;
        float[] borders = new float[(int) Math.ceil((1.0 - step) / step)];
        for (int i = 0; i < borders.length; i++) {
            borders[i] = (float) (step + i * step);
        }
        return Arrays.copyOf(borders, Math.min(borders.length, side - 1));
    }
}
