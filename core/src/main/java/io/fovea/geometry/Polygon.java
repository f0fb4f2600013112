package io.fovea.geometry;

import java.util.Arrays;

/**
 * A closed polygon as COCO annotations give it, and the pixels that COCO says it covers. The
 * outline is walked on a grid five times finer than the pixels; in each pixel column the places
 * where it crosses the column's centre line open and close runs. Equal to cocodataset/cocoapi
 * {@code rleFrPoly}, pixel for pixel.
 *
 * @param xy {@code [x0, y0, x1, y1, ...]} in pixels, at least three points
 */
public record Polygon(double[] xy) {

    private static final double FINER = 5;
    private static final double FARTHEST = 1e6;

    public Polygon {
        xy = xy.clone();
        if (xy.length < 6 || xy.length % 2 != 0) {
            throw new IllegalArgumentException(
                    "a polygon needs x and y of at least 3 points, got " + xy.length + " numbers");
        }
        for (double v : xy) {
            if (!(Math.abs(v) <= FARTHEST)) {
                throw new IllegalArgumentException(
                        "a polygon's coordinate is "
                                + v
                                + "; expected pixels between -"
                                + FARTHEST
                                + " and "
                                + FARTHEST);
            }
        }
    }

    @Override
    public double[] xy() {
        return xy.clone();
    }

    /** The pixels of the canvas that this polygon covers. */
    public Mask toMask(Canvas canvas) {
        Crossings crossings = new Crossings(canvas);
        int points = xy.length / 2;
        for (int p = 0; p < points; p++) {
            int q = (p + 1) % points;
            walk(
                    crossings,
                    fine(xy[2 * p]),
                    fine(xy[2 * p + 1]),
                    fine(xy[2 * q]),
                    fine(xy[2 * q + 1]));
        }
        return crossings.toMask();
    }

    private static int fine(double v) {
        return (int) (FINER * v + 0.5);
    }

    /**
     * Visits every fine grid point from one vertex to the next, always computed from the lower end.
     */
    private static void walk(Crossings crossings, int fromX, int fromY, int toX, int toY) {
        int dx = Math.abs(toX - fromX);
        int dy = Math.abs(toY - fromY);
        boolean flat = dx >= dy;
        int steps = Math.max(dx, dy);
        boolean backwards = flat ? fromX > toX : fromY > toY;
        int startX = backwards ? toX : fromX;
        int startY = backwards ? toY : fromY;
        int riseX = backwards ? fromX - toX : toX - fromX;
        int riseY = backwards ? fromY - toY : toY - fromY;
        double slope = steps == 0 ? 0 : (double) (flat ? riseY : riseX) / steps;
        for (int step = 0; step <= steps; step++) {
            int t = backwards ? steps - step : step;
            if (flat) {
                crossings.visit(startX + t, (int) (startY + slope * t + 0.5));
            } else {
                crossings.visit((int) (startX + slope * t + 0.5), startY + t);
            }
        }
    }

    /**
     * Where a walk on the fine grid crosses the centre lines of pixel columns, as offsets in column
     * order.
     */
    private static final class Crossings {

        private final Canvas canvas;
        private int[] offsets = new int[64];
        private int size;
        private boolean started;
        private int lastX;
        private int lastY;

        Crossings(Canvas canvas) {
            this.canvas = canvas;
        }

        void visit(int x, int y) {
            if (started && x != lastX) {
                double column = (Math.min(x, lastX) + 0.5) / FINER - 0.5;
                if (column == Math.floor(column) && column >= 0 && column <= canvas.width() - 1) {
                    double row = (Math.min(y, lastY) + 0.5) / FINER - 0.5;
                    int edge = (int) Math.ceil(Math.clamp(row, 0, canvas.height()));
                    add((int) column * canvas.height() + edge);
                }
            }
            started = true;
            lastX = x;
            lastY = y;
        }

        private void add(int offset) {
            if (size == offsets.length) {
                offsets = Arrays.copyOf(offsets, 2 * size);
            }
            offsets[size++] = offset;
        }

        Mask toMask() {
            Arrays.sort(offsets, 0, size);
            int[] counts = new int[size + 1];
            int last = 0;
            for (int i = 0; i < size; i++) {
                counts[i] = offsets[i] - last;
                last = offsets[i];
            }
            counts[size] = (int) canvas.area() - last;
            return new Mask(canvas, counts);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Polygon(double[] v) && Arrays.equals(v, xy);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(xy);
    }

    @Override
    public String toString() {
        return "Polygon" + Arrays.toString(xy);
    }
}
