package io.fovea.image;

import io.fovea.geometry.Canvas;

import java.util.Arrays;

/** Pictures laid on larger or smaller grids. Colours are {@code 0xRRGGBB}. */
final class Placement {

    /** Rows that are padded and resized at a time. */
    private static final int BAND = 64;

    private Placement() {}

    /**
     * A grid of this size and colour with the picture's top left corner at {@code (left, top)};
     * what lies outside is cut off.
     */
    static Image place(Image image, Canvas size, int colour, int left, int top) {
        if (image.canvas().equals(size) && left == 0 && top == 0) {
            return image;
        }
        byte[] out = new byte[Math.toIntExact(3 * size.area())];
        fill(out, colour);
        int from = Math.max(0, -left);
        int to = Math.min(image.width(), size.width() - left);
        for (int y = Math.max(0, -top); y < Math.min(image.height(), size.height() - top); y++) {
            System.arraycopy(
                    image.rgb(),
                    (y * image.width() + from) * 3,
                    out,
                    ((y + top) * size.width() + from + left) * 3,
                    Math.max(0, to - from) * 3);
        }
        return new Image(size, out);
    }

    /**
     * Centred on a square of the longer edge and resized, without making that square. Rows are
     * resized one by one, so it does not matter that they are padded a few at a time; rows of
     * nothing but padding all become the same one.
     */
    static Image squareResized(Image image, int colour, Canvas size, Resample resample) {
        int side = Math.max(image.width(), image.height());
        if (image.width() == image.height()) {
            return resample.resize(image, size);
        }
        int left = (side - image.width()) / 2;
        int top = (side - image.height()) / 2;
        byte[] blank = new byte[3 * side];
        fill(blank, colour);
        byte[] row =
                resample.resize(new Image(new Canvas(side, 1), blank), new Canvas(size.width(), 1))
                        .rgb();
        byte[] narrow = new byte[Math.multiplyExact(row.length, side)];
        for (int y = 0; y < side; y++) {
            if (y < top || y >= top + image.height()) {
                System.arraycopy(row, 0, narrow, y * row.length, row.length);
            }
        }
        for (int y = 0; y < image.height(); y += BAND) {
            int rows = Math.min(BAND, image.height() - y);
            Image band = place(image, new Canvas(side, rows), colour, left, -y);
            byte[] resized = resample.resize(band, new Canvas(size.width(), rows)).rgb();
            System.arraycopy(resized, 0, narrow, (top + y) * row.length, resized.length);
        }
        return resample.resize(new Image(new Canvas(size.width(), side), narrow), size);
    }

    private static void fill(byte[] rgb, int colour) {
        if (colour == 0) {
            return;
        }
        byte r = (byte) (colour >> 16);
        byte g = (byte) (colour >> 8);
        byte b = (byte) colour;
        if (r == g && g == b) {
            Arrays.fill(rgb, r);
            return;
        }
        for (int i = 0; i < rgb.length; i += 3) {
            rgb[i] = r;
            rgb[i + 1] = g;
            rgb[i + 2] = b;
        }
    }
}
