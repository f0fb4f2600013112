package io.fovea.data;

import io.fovea.geometry.Box;
import io.fovea.geometry.Canvas;
import io.fovea.geometry.ImageGeometry;
import io.fovea.geometry.Region;
import io.fovea.model.images.ImageGrid;

import java.util.List;

/**
 * Regions of an original picture as numbers on the model's input: what losses compare with and what
 * region encoders read.
 *
 * @param maskGrid cells on a side for masks
 * @param patchColumns patches from left to right
 * @param patchRows patches from top to bottom
 */
public record RegionTargets(int maskGrid, int patchColumns, int patchRows) {

    /** Patches in a square. */
    public RegionTargets(int maskGrid, int patchGrid) {
        this(maskGrid, patchGrid, patchGrid);
    }

    /** For a picture that is cut so: where its own size says how many patches it has, of those. */
    RegionTargets on(ImageGrid grid) {
        return switch (grid) {
            case ImageGrid.Whole ignored -> this;
            case ImageGrid.Tiles ignored -> this;
            case ImageGrid.Patches patches ->
                    new RegionTargets(
                            maskGrid,
                            patches.columns() / patches.cut().merge(),
                            patches.rows() / patches.cut().merge());
        };
    }

    /** Number of patches. */
    int patches() {
        return patchColumns * patchRows;
    }

    public Batch.Target of(Region region, ImageGeometry geometry) {
        Box box = geometry.toModel(region.box()).clipped();
        double[] fractions = box.toCxcywhFraction();
        float[] boxCxcywh = new float[4];
        for (int i = 0; i < 4; i++) {
            boxCxcywh[i] = (float) fractions[i];
        }
        if (region.mask() == null) {
            return new Batch.Target(
                    boxCxcywh,
                    cover(box, maskGrid, maskGrid),
                    cover(box, patchColumns, patchRows),
                    false);
        }
        return new Batch.Target(
                boxCxcywh,
                geometry.toModelGrid(region.mask(), maskGrid, maskGrid),
                geometry.toModelGrid(region.mask(), patchColumns, patchRows),
                true);
    }

    /** Share of each cell of a grid that a box covers. */
    private static float[] cover(Box box, int columns, int rows) {
        Canvas canvas = box.canvas();
        double cellWidth = (double) canvas.width() / columns;
        double cellHeight = (double) canvas.height() / rows;
        float[] cells = new float[columns * rows];
        for (int y = 0; y < rows; y++) {
            double h =
                    overlap(box.y1(), box.y2(), y * cellHeight, (y + 1) * cellHeight) / cellHeight;
            for (int x = 0; x < columns && h > 0; x++) {
                double w =
                        overlap(box.x1(), box.x2(), x * cellWidth, (x + 1) * cellWidth) / cellWidth;
                cells[y * columns + x] = (float) (h * w);
            }
        }
        return cells;
    }

    private static double overlap(double a1, double a2, double b1, double b2) {
        return Math.max(0, Math.min(a2, b2) - Math.max(a1, b1));
    }

    /**
     * The patches that show any of some regions: 1 where at least half a patch is covered by one of
     * them, and at the patch that each covers most.
     */
    public float[] patches(List<Region> seen, ImageGeometry geometry) {
        float[] union = new float[patches()];
        for (Region region : seen) {
            float[] shown = shown(patchCoverage(region, geometry));
            for (int i = 0; i < union.length; i++) {
                union[i] = Math.max(union[i], shown[i]);
            }
        }
        return union;
    }

    /** 1 where a patch is covered by half or more, and at the patch covered most. */
    public static float[] shown(float[] coverage) {
        float[] flags = new float[coverage.length];
        int most = 0;
        for (int i = 0; i < coverage.length; i++) {
            flags[i] = coverage[i] >= 0.5f ? 1 : 0;
            most = coverage[i] > coverage[most] ? i : most;
        }
        flags[most] = 1;
        return flags;
    }

    /**
     * The patches of another grid that show any of some targets, as {@link #shown} says.
     *
     * @param targets at least one
     */
    public static float[] shown(List<Batch.Target> targets, int rows, int columns) {
        float[] union = new float[rows * columns];
        for (Batch.Target target : targets) {
            float[] shown = shown(pooled(target.coverage(), rows, columns));
            for (int i = 0; i < union.length; i++) {
                union[i] = Math.max(union[i], shown[i]);
            }
        }
        return union;
    }

    /** Means over the cells of a square grid that lie under each patch of another one. */
    private static float[] pooled(float[] coverage, int rows, int columns) {
        int grid = (int) Math.round(Math.sqrt(coverage.length));
        float[] patches = new float[rows * columns];
        for (int y = 0; y < rows; y++) {
            for (int x = 0; x < columns; x++) {
                int bottom = -Math.floorDiv(-(y + 1) * grid, rows);
                int right = -Math.floorDiv(-(x + 1) * grid, columns);
                double sum = 0;
                int cells = 0;
                for (int j = y * grid / rows; j < bottom; j++) {
                    for (int i = x * grid / columns; i < right; i++) {
                        sum += coverage[j * grid + i];
                        cells++;
                    }
                }
                patches[y * columns + x] = (float) (sum / cells);
            }
        }
        return patches;
    }

    private float[] patchCoverage(Region region, ImageGeometry geometry) {
        return region.mask() == null
                ? cover(geometry.toModel(region.box()).clipped(), patchColumns, patchRows)
                : geometry.toModelGrid(region.mask(), patchColumns, patchRows);
    }
}
