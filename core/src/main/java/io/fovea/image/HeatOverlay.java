package io.fovea.image;

import io.fovea.geometry.Canvas;
import io.fovea.geometry.ImageGeometry;

import java.util.ArrayList;
import java.util.List;

/**
 * Draws how much a model looked at each patch over the picture: the darker and bluer, the less; the
 * brighter and yellower, the more. Small pictures are enlarged.
 */
public final class HeatOverlay {

    /** Least side of a drawing in pixels. */
    private static final int SIDE = 256;

    private static final int COLUMNS = 5;

    /** Dark blue over violet and orange to light yellow. */
    private static final int[][] RAMP = {
        {13, 8, 60}, {106, 0, 140}, {200, 60, 100}, {248, 149, 64}, {250, 245, 130}
    };

    private HeatOverlay() {}

    /**
     * A map over the model's input.
     *
     * @param name for a caption
     * @param shares row by row, at least 0
     * @param rows of patches
     * @param cols of patches
     */
    public record Heat(String name, float[] shares, int rows, int cols) {

        public Heat {
            if (shares.length != rows * cols) {
                throw new IllegalArgumentException(
                        rows
                                + " x "
                                + cols
                                + " patches have "
                                + rows * cols
                                + " shares, got "
                                + shares.length);
            }
        }

        private double most() {
            double most = 0;
            for (float share : shares) {
                most = Math.max(most, share);
            }
            return most;
        }

        /** Bilinear between the middles of patches, 0 to 1 of the largest share. */
        private double at(double x, double y) {
            double gx = Math.clamp(x * cols - 0.5, 0, cols - 1.0);
            double gy = Math.clamp(y * rows - 0.5, 0, rows - 1.0);
            int left = (int) gx;
            int top = (int) gy;
            double fx = gx - left;
            double fy = gy - top;
            int right = Math.min(left + 1, cols - 1);
            int bottom = Math.min(top + 1, rows - 1);
            return (1 - fy)
                            * ((1 - fx) * shares[top * cols + left]
                                    + fx * shares[top * cols + right])
                    + fy
                            * ((1 - fx) * shares[bottom * cols + left]
                                    + fx * shares[bottom * cols + right]);
        }
    }

    /**
     * The picture under one map, each map on a scale of its own.
     *
     * @param geometry from the picture to the model's input
     */
    public static Image draw(Image image, Heat heat, ImageGeometry geometry) {
        int factor =
                Math.max(
                        1,
                        Math.ceilDiv(SIDE, Math.max(1, Math.max(image.width(), image.height()))));
        Canvas canvas = new Canvas(image.width() * factor, image.height() * factor);
        Image large = factor == 1 ? image : Resample.LANCZOS.resize(image, canvas);
        byte[] from = large.rgb();
        byte[] to = new byte[from.length];
        double most = Math.max(heat.most(), 1e-12);
        for (int y = 0; y < canvas.height(); y++) {
            double v = model((y + 0.5) / factor, geometry.scaleY(), geometry.offsetY());
            for (int x = 0; x < canvas.width(); x++) {
                double u = model((x + 0.5) / factor, geometry.scaleX(), geometry.offsetX());
                double share = heat.at(u / geometry.model().width(), v / geometry.model().height());
                blend(from, to, 3 * (y * canvas.width() + x), share / most);
            }
        }
        return new Image(canvas, to);
    }

    private static double model(double original, double scale, double offset) {
        return original * scale + offset;
    }

    /** Grey light of the picture, tinted by the heat. */
    private static void blend(byte[] from, byte[] to, int at, double heat) {
        double grey =
                (0.299 * (from[at] & 255)
                                + 0.587 * (from[at + 1] & 255)
                                + 0.114 * (from[at + 2] & 255))
                        / 255;
        double place = Math.clamp(heat, 0, 1) * (RAMP.length - 1);
        int low = Math.min((int) place, RAMP.length - 2);
        for (int c = 0; c < 3; c++) {
            double colour = RAMP[low][c] + (place - low) * (RAMP[low + 1][c] - RAMP[low][c]);
            double own = from[at + c] & 255;
            double tinted = colour * (0.35 + 0.65 * grey);
            to[at + c] = (byte) Math.clamp(Math.round(0.3 * own + 0.7 * tinted), 0, 255);
        }
    }

    /** One small picture for each map; the picture itself comes first. */
    public static Image sheet(Image image, String title, List<Heat> heats, ImageGeometry geometry) {
        List<Sheet.Entry> entries = new ArrayList<>();
        entries.add(new Sheet.Entry(image, "the picture"));
        heats.forEach(
                heat -> entries.add(new Sheet.Entry(draw(image, heat, geometry), heat.name())));
        return new Sheet(COLUMNS, new Canvas(SIDE, SIDE)).draw(title, entries);
    }
}
