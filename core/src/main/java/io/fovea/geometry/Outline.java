package io.fovea.geometry;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Walks the edges between a mask's pixels and the rest. Each edge between two grid corners is
 * walked once, with the mask to the right; where two pixels touch at a corner only, the walk keeps
 * to its own pixel.
 */
final class Outline {

    private static final int[] STEP_X = {1, 0, -1, 0};
    private static final int[] STEP_Y = {0, 1, 0, -1};

    private final int stride;

    /**
     * For each corner of the pixel grid, which of the four directions an edge leaves in: one bit
     * each.
     */
    private final byte[] edges;

    private Outline(Canvas canvas) {
        stride = canvas.width() + 1;
        edges = new byte[Math.toIntExact((long) stride * (canvas.height() + 1))];
    }

    static List<Polygon> of(Mask mask) {
        Outline outline = new Outline(mask.canvas());
        outline.findEdges(mask);
        List<Polygon> rings = new ArrayList<>();
        for (int corner = 0; corner < outline.edges.length; corner++) {
            while (outline.edges[corner] != 0) {
                rings.add(outline.walk(corner));
            }
        }
        return rings;
    }

    private void findEdges(Mask mask) {
        boolean[] bits = mask.toBits();
        int width = mask.canvas().width();
        int height = mask.canvas().height();
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int at = y * width + x;
                if (bits[at]) {
                    int corner = y * stride + x;
                    mark(y == 0 || !bits[at - width], corner, 0);
                    mark(x == width - 1 || !bits[at + 1], corner + 1, 1);
                    mark(y == height - 1 || !bits[at + width], corner + stride + 1, 2);
                    mark(x == 0 || !bits[at - 1], corner + stride, 3);
                }
            }
        }
    }

    private void mark(boolean edge, int corner, int direction) {
        if (edge) {
            edges[corner] |= (byte) (1 << direction);
        }
    }

    private Polygon walk(int start) {
        double[] xy = new double[32];
        int size = 0;
        int at = start;
        int direction = Integer.numberOfTrailingZeros(edges[start]);
        int last = -1;
        do {
            if (direction != last) {
                if (size == xy.length) {
                    xy = Arrays.copyOf(xy, 2 * size);
                }
                xy[size++] = at % stride;
                xy[size++] = at / stride;
                last = direction;
            }
            edges[at] &= (byte) ~(1 << direction);
            at += STEP_Y[direction] * stride + STEP_X[direction];
            direction = turn(at, direction);
        } while (direction >= 0 && at != start);
        return new Polygon(Arrays.copyOf(xy, size));
    }

    /** The next edge: right before straight before left; -1 when none is left. */
    private int turn(int corner, int direction) {
        for (int turn : new int[] {1, 0, 3}) {
            int next = (direction + turn) & 3;
            if ((edges[corner] & 1 << next) != 0) {
                return next;
            }
        }
        return -1;
    }
}
