package io.fovea.geometry;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A segmentation: which pixels of a canvas belong to one thing. Kept as COCO run lengths: column by
 * column, counts alternate between background and foreground, beginning with background. Runs of
 * zero pixels are merged away, so two masks are equal when their pixels are.
 *
 * @param canvas the pixel grid
 * @param counts run lengths that sum to {@code canvas.area()}
 */
public record Mask(Canvas canvas, int[] counts) {

    public Mask {
        long sum = 0;
        for (int count : counts) {
            if (count < 0) {
                throw new IllegalArgumentException("a run length is negative: " + count);
            }
            sum += count;
        }
        if (sum != canvas.area()) {
            throw new IllegalArgumentException(
                    "run lengths sum to "
                            + sum
                            + " but the canvas "
                            + canvas
                            + " has "
                            + canvas.area()
                            + " pixels");
        }
        counts = RunLength.canonical(counts);
    }

    /**
     * A mask from one truth value a pixel.
     *
     * @param rowMajor {@code [Y, X]}, as pictures are stored
     */
    public static Mask fromBits(Canvas canvas, boolean[] rowMajor) {
        if (rowMajor.length != canvas.area()) {
            throw new IllegalArgumentException(
                    "a mask of "
                            + canvas
                            + " needs "
                            + canvas.area()
                            + " values, got "
                            + rowMajor.length);
        }
        Runs runs = new Runs();
        for (int x = 0; x < canvas.width(); x++) {
            for (int at = x; at < rowMajor.length; at += canvas.width()) {
                runs.add(rowMajor[at], 1);
            }
        }
        return runs.toMask(canvas);
    }

    /** The mask with no pixel. */
    public static Mask empty(Canvas canvas) {
        return new Mask(canvas, new int[] {Math.toIntExact(canvas.area())});
    }

    /** A mask from COCO's compressed string ({@code segmentation.counts}). */
    public static Mask fromCoco(Canvas canvas, String counts) {
        return new Mask(canvas, RunLength.decode(counts));
    }

    /** The union of COCO polygons, each {@code [x0, y0, x1, y1, ...]} in pixels of the canvas. */
    public static Mask fromPolygons(Canvas canvas, List<double[]> polygons) {
        Mask all = empty(canvas);
        for (double[] xy : polygons) {
            all = all.union(new Polygon(xy).toMask(canvas));
        }
        return all;
    }

    /** The pixels whose centre lies in a box. */
    public static Mask fromBox(Box box) {
        Canvas canvas = box.canvas();
        int left = Math.clamp((long) Math.ceil(box.x1() - 0.5), 0, canvas.width());
        int right = Math.clamp((long) Math.ceil(box.x2() - 0.5), left, canvas.width());
        int top = Math.clamp((long) Math.ceil(box.y1() - 0.5), 0, canvas.height());
        int bottom = Math.clamp((long) Math.ceil(box.y2() - 0.5), top, canvas.height());
        Runs runs = new Runs();
        runs.add(false, left * canvas.height());
        for (int x = left; x < right; x++) {
            runs.add(false, top);
            runs.add(bottom > top, bottom - top);
            runs.add(false, canvas.height() - bottom);
        }
        runs.add(false, (canvas.width() - right) * canvas.height());
        return runs.toMask(canvas);
    }

    @Override
    public int[] counts() {
        return counts.clone();
    }

    /** COCO's compressed string of this mask. */
    public String toCoco() {
        return RunLength.encode(counts);
    }

    /** One truth value a pixel, row by row: {@code [Y, X]}. */
    public boolean[] toBits() {
        boolean[] rowMajor = new boolean[Math.toIntExact(canvas.area())];
        int width = canvas.width();
        int height = canvas.height();
        int at = 0;
        for (int i = 0; i < counts.length; i++) {
            int end = at + counts[i];
            if ((i & 1) == 1) {
                for (int p = at; p < end; p++) {
                    rowMajor[p % height * width + p / height] = true;
                }
            }
            at = end;
        }
        return rowMajor;
    }

    /** Number of pixels in the mask. */
    public long area() {
        long area = 0;
        for (int i = 1; i < counts.length; i += 2) {
            area += counts[i];
        }
        return area;
    }

    /** The smallest box around all pixels; nothing when the mask is empty. */
    public Optional<Box> bounds() {
        int height = canvas.height();
        int top = height;
        int bottom = 0;
        int left = canvas.width();
        int right = 0;
        int at = 0;
        for (int i = 0; i < counts.length; i++) {
            int end = at + counts[i];
            if ((i & 1) == 1) {
                int last = end - 1;
                boolean oneColumn = at / height == last / height;
                left = Math.min(left, at / height);
                right = Math.max(right, last / height + 1);
                top = Math.min(top, oneColumn ? at % height : 0);
                bottom = Math.max(bottom, oneColumn ? last % height + 1 : height);
            }
            at = end;
        }
        return right == 0
                ? Optional.empty()
                : Optional.of(new Box(left, top, right, bottom, canvas));
    }

    /**
     * The closed outlines along pixel edges, only at corners; holes run counter-clockwise, all else
     * clockwise. Filled by the even-odd rule they give this mask again.
     */
    public List<Polygon> outlines() {
        return Outline.of(this);
    }

    /** The pixels in this mask or the other. */
    public Mask union(Mask other) {
        return combine(other, true);
    }

    /** The pixels in this mask and the other. */
    public Mask intersect(Mask other) {
        return combine(other, false);
    }

    /** Number of pixels in both masks. */
    public long intersectionArea(Mask other) {
        return intersect(other).area();
    }

    /**
     * Intersection over union, 0 when both are empty.
     *
     * @throws IllegalArgumentException when the canvases differ
     */
    public double iou(Mask other) {
        long both = intersectionArea(other);
        long either = area() + other.area() - both;
        return either == 0 ? 0 : (double) both / either;
    }

    private Mask combine(Mask other, boolean either) {
        if (!canvas.equals(other.canvas)) {
            throw new IllegalArgumentException(
                    "masks of different canvases cannot be compared: "
                            + canvas
                            + " and "
                            + other.canvas);
        }
        Runs runs = new Runs();
        int i = 0;
        int j = 0;
        int a = counts[0];
        int b = other.counts[0];
        while (true) {
            int step = Math.min(a, b);
            boolean inA = (i & 1) == 1;
            boolean inB = (j & 1) == 1;
            runs.add(either ? inA || inB : inA && inB, step);
            a -= step;
            b -= step;
            if (a == 0 && ++i < counts.length) {
                a = counts[i];
            }
            if (b == 0 && ++j < other.counts.length) {
                b = other.counts[j];
            }
            if (i >= counts.length || j >= other.counts.length) {
                return runs.toMask(canvas);
            }
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Mask(Canvas c, int[] n)
                && c.equals(canvas)
                && Arrays.equals(n, counts);
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
