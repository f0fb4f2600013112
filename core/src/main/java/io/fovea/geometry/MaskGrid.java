package io.fovea.geometry;

import java.util.Arrays;

/**
 * The inner loops that carry masks through an {@link ImageGeometry}, one picture column at a time.
 */
final class MaskGrid {

    private MaskGrid() {}

    /**
     * One axis of the map from picture pixels to grid cells: {@code cell = pixel * scale + offset}.
     */
    private record Axis(
            int pixels, int cells, double scale, double offset, double from, double to) {

        static Axis x(ImageGeometry g, int cells) {
            double k = (double) cells / g.model().width();
            return new Axis(
                    g.original().width(),
                    cells,
                    g.scaleX() * k,
                    g.offsetX() * k,
                    g.content().x1() * k,
                    Math.min(cells, g.content().x2() * k));
        }

        static Axis y(ImageGeometry g, int cells) {
            double k = (double) cells / g.model().height();
            return new Axis(
                    g.original().height(),
                    cells,
                    g.scaleY() * k,
                    g.offsetY() * k,
                    g.content().y1() * k,
                    Math.min(cells, g.content().y2() * k));
        }

        /** First pixel whose centre lies in the content. */
        int first() {
            return Math.clamp((long) Math.ceil((from - offset) / scale - 0.5), 0, pixels);
        }

        /** One past the last pixel whose centre lies in the content. */
        int end() {
            return Math.clamp((long) Math.ceil((to - offset) / scale - 0.5), first(), pixels);
        }

        /** Where a pixel's centre lies, in cells. */
        double centre(int pixel) {
            return (pixel + 0.5) * scale + offset;
        }

        /** Where a pixel's edge lies, in cells, moved into the content. */
        double edge(int pixel) {
            return Math.clamp(pixel * scale + offset, from, to);
        }
    }

    /**
     * Where each pixel of one axis reads on a grid: two neighbours and the weight of the second.
     */
    private record Reads(int[] low, int[] high, float[] weight) {

        static Reads of(Axis axis) {
            Reads reads =
                    new Reads(new int[axis.pixels], new int[axis.pixels], new float[axis.pixels]);
            for (int p = axis.first(); p < axis.end(); p++) {
                double at = Math.max(0, axis.centre(p) - 0.5);
                reads.low[p] = Math.min((int) at, axis.cells - 1);
                reads.high[p] = Math.min(reads.low[p] + 1, axis.cells - 1);
                reads.weight[p] = (float) (at - (int) at);
            }
            return reads;
        }
    }

    static void requireSize(int values, int gridWidth, int gridHeight) {
        if (gridWidth < 1 || gridHeight < 1 || values != (long) gridWidth * gridHeight) {
            throw new IllegalArgumentException(
                    "a grid of "
                            + gridWidth
                            + " x "
                            + gridHeight
                            + " cannot hold "
                            + values
                            + " values");
        }
    }

    static Mask bilinear(
            ImageGeometry geometry, float[] grid, int gridWidth, int gridHeight, float threshold) {
        Axis axisX = Axis.x(geometry, gridWidth);
        Axis axisY = Axis.y(geometry, gridHeight);
        Reads x = Reads.of(axisX);
        Reads y = Reads.of(axisY);
        int top = axisY.first();
        int bottom = axisY.end();
        int height = axisY.pixels;
        float[] column = new float[gridHeight];
        Runs runs = new Runs();
        runs.add(false, axisX.first() * height);
        for (int px = axisX.first(); px < axisX.end(); px++) {
            mixColumns(grid, gridWidth, column, x, px);
            runs.add(false, top);
            addColumn(runs, column, y, top, bottom, threshold);
            runs.add(false, height - bottom);
        }
        runs.add(false, (axisX.pixels - axisX.end()) * height);
        return runs.toMask(geometry.original());
    }

    private static void addColumn(
            Runs runs, float[] column, Reads y, int top, int bottom, float threshold) {
        int[] low = y.low;
        int[] high = y.high;
        float[] weight = y.weight;
        int start = top;
        boolean inside = false;
        for (int py = top; py < bottom; py++) {
            float a = column[low[py]];
            boolean above = a + (column[high[py]] - a) * weight[py] > threshold;
            if (above != inside) {
                runs.add(inside, py - start);
                start = py;
                inside = above;
            }
        }
        runs.add(inside, bottom - start);
    }

    private static void mixColumns(
            float[] grid, int gridWidth, float[] column, Reads x, int pixel) {
        int low = x.low[pixel];
        int high = x.high[pixel];
        float weight = x.weight[pixel];
        for (int row = 0; row < column.length; row++) {
            float a = grid[row * gridWidth + low];
            column[row] = a + (grid[row * gridWidth + high] - a) * weight;
        }
    }

    static Mask nearest(ImageGeometry geometry, Mask mask) {
        int width = mask.canvas().width();
        boolean[] bits = mask.toBits();
        Axis x = Axis.x(geometry, width);
        Axis y = Axis.y(geometry, mask.canvas().height());
        int top = y.first();
        int bottom = y.end();
        int[] rows = new int[y.pixels];
        for (int py = top; py < bottom; py++) {
            rows[py] = Math.clamp((long) Math.floor(y.centre(py)), 0, y.cells - 1) * width;
        }
        Runs runs = new Runs();
        runs.add(false, x.first() * y.pixels);
        for (int px = x.first(); px < x.end(); px++) {
            int column = Math.clamp((long) Math.floor(x.centre(px)), 0, x.cells - 1);
            runs.add(false, top);
            for (int py = top; py < bottom; py++) {
                runs.add(bits[rows[py] + column], 1);
            }
            runs.add(false, y.pixels - bottom);
        }
        runs.add(false, (x.pixels - x.end()) * y.pixels);
        return runs.toMask(geometry.original());
    }

    static float[] coverage(ImageGeometry geometry, Mask mask, int gridWidth, int gridHeight) {
        Axis x = Axis.x(geometry, gridWidth);
        Axis y = Axis.y(geometry, gridHeight);
        double[] sums = new double[gridWidth * gridHeight];
        double[] profile = new double[gridHeight];
        int[] counts = mask.counts();
        int height = y.pixels;
        int run = 0;
        int runEnd = counts[0];
        for (int column = 0; column < x.pixels; column++) {
            int at = column * height;
            int columnEnd = at + height;
            boolean any = false;
            while (at < columnEnd) {
                int to = Math.min(runEnd, columnEnd);
                if ((run & 1) == 1 && to > at) {
                    any = true;
                    int start = column * height;
                    spread(profile, 0, y.edge(at - start), y.edge(to - start), 1);
                }
                at = to;
                if (at == runEnd && ++run < counts.length) {
                    runEnd += counts[run];
                }
            }
            if (any) {
                for (int row = 0; row < gridHeight; row++) {
                    spread(sums, row * gridWidth, x.edge(column), x.edge(column + 1), profile[row]);
                }
                Arrays.fill(profile, 0);
            }
        }
        float[] result = new float[sums.length];
        for (int i = 0; i < result.length; i++) {
            result[i] = (float) Math.min(1, sums[i]);
        }
        return result;
    }

    /** Adds {@code amount} times the overlap of {@code [from, to)} with each unit cell. */
    private static void spread(double[] cells, int start, double from, double to, double amount) {
        for (int cell = (int) from; cell < to; cell++) {
            double overlap = Math.min(to, cell + 1) - Math.max(from, cell);
            cells[start + cell] += overlap * amount;
        }
    }
}
