package io.fovea.geometry;

/**
 * The invertible map between a picture and what a model saw of it: {@code xModel = xOriginal *
 * scaleX + offsetX}, and the same for y. Resizing, padding and cropping compose into one such map.
 * Boxes go through it exactly and unclipped, so there and back is the same box.
 *
 * @param original the picture as it was read
 * @param model the pixel grid that the model was given
 * @param content the part of the model's grid that shows the picture, not padding; on the canvas
 *     {@code model}
 */
public record ImageGeometry(
        Canvas original,
        Canvas model,
        double scaleX,
        double scaleY,
        double offsetX,
        double offsetY,
        Box content) {

    public ImageGeometry {
        if (!(scaleX > 0 && scaleY > 0) || !Double.isFinite(scaleX + scaleY + offsetX + offsetY)) {
            throw new IllegalArgumentException(
                    "a map between pictures needs scales above 0 and finite offsets, got"
                            + " scale "
                            + scaleX
                            + ", "
                            + scaleY
                            + " and offset "
                            + offsetX
                            + ", "
                            + offsetY);
        }
        if (!content.canvas().equals(model)) {
            throw new IllegalArgumentException(
                    "the content lies on "
                            + content.canvas()
                            + ", expected the model's grid "
                            + model);
        }
    }

    /** The model sees the picture as it is. */
    public static ImageGeometry identity(Canvas canvas) {
        return new ImageGeometry(
                canvas, canvas, 1, 1, 0, 0, new Box(0, 0, canvas.width(), canvas.height(), canvas));
    }

    /** Then stretch the grid to this size. */
    public ImageGeometry resized(Canvas size) {
        double x = (double) size.width() / model.width();
        double y = (double) size.height() / model.height();
        Box stretched =
                new Box(
                        content.x1() * x,
                        content.y1() * y,
                        content.x2() * x,
                        content.y2() * y,
                        size);
        return new ImageGeometry(
                original,
                size,
                scaleX * x,
                scaleY * y,
                offsetX * x,
                offsetY * y,
                stretched.clipped());
    }

    /**
     * Then lay the grid on another one, its top left corner at {@code (left, top)}: larger pads,
     * smaller or negative corners crop.
     */
    public ImageGeometry placed(int left, int top, Canvas size) {
        Box moved =
                new Box(
                        content.x1() + left,
                        content.y1() + top,
                        content.x2() + left,
                        content.y2() + top,
                        size);
        return new ImageGeometry(
                original, size, scaleX, scaleY, offsetX + left, offsetY + top, moved.clipped());
    }

    /** Then cut out the part of this size whose top left corner is {@code (left, top)}. */
    public ImageGeometry cropped(int left, int top, Canvas size) {
        return placed(-left, -top, size);
    }

    /**
     * This map and then the next, whose original is this map's model grid.
     *
     * @throws IllegalArgumentException when the grids differ
     */
    public ImageGeometry then(ImageGeometry next) {
        require(next.original, model, "the next map starts");
        Box c = next.toModel(content);
        Box seen =
                new Box(
                        Math.clamp(c.x1(), next.content.x1(), next.content.x2()),
                        Math.clamp(c.y1(), next.content.y1(), next.content.y2()),
                        Math.clamp(c.x2(), next.content.x1(), next.content.x2()),
                        Math.clamp(c.y2(), next.content.y1(), next.content.y2()),
                        next.model);
        return new ImageGeometry(
                original,
                next.model,
                scaleX * next.scaleX,
                scaleY * next.scaleY,
                offsetX * next.scaleX + next.offsetX,
                offsetY * next.scaleY + next.offsetY,
                seen);
    }

    /** A box of the picture as the model sees it; may reach over the edge of the model's grid. */
    public Box toModel(Box box) {
        require(box.canvas(), original, "the box lies");
        return new Box(
                box.x1() * scaleX + offsetX,
                box.y1() * scaleY + offsetY,
                box.x2() * scaleX + offsetX,
                box.y2() * scaleY + offsetY,
                model);
    }

    /**
     * A box of the model's grid in the picture; may reach over the edge of the picture, see {@link
     * Box#clipped}.
     */
    public Box toOriginal(Box box) {
        require(box.canvas(), model, "the box lies");
        return new Box(
                (box.x1() - offsetX) / scaleX,
                (box.y1() - offsetY) / scaleY,
                (box.x2() - offsetX) / scaleX,
                (box.y2() - offsetY) / scaleY,
                original);
    }

    /**
     * A mask of the picture as the model sees it: the model's pixels that are at least half
     * covered.
     */
    public Mask toModel(Mask mask) {
        float[] coverage = toModelGrid(mask, model.width(), model.height());
        boolean[] bits = new boolean[coverage.length];
        for (int i = 0; i < bits.length; i++) {
            bits[i] = coverage[i] >= 0.5f;
        }
        return Mask.fromBits(model, bits);
    }

    /**
     * A mask of the model's grid in the picture: the pixels whose centre falls on one of its
     * pixels.
     */
    public Mask toOriginal(Mask mask) {
        require(mask.canvas(), model, "the mask lies");
        return MaskGrid.nearest(this, mask);
    }

    /**
     * The pixels of the picture where a coarse map over the model's grid exceeds a threshold.
     * Values are read bilinearly, as torch's {@code interpolate(mode="bilinear",
     * align_corners=False)} does; what the model did not see is background.
     *
     * @param logits {@code [gridHeight, gridWidth]} over the whole model grid, padding included
     * @param threshold in the units of {@code logits}; pixels above it are in the mask
     */
    public Mask toOriginal(float[] logits, int gridWidth, int gridHeight, float threshold) {
        MaskGrid.requireSize(logits.length, gridWidth, gridHeight);
        return MaskGrid.bilinear(this, logits, gridWidth, gridHeight, threshold);
    }

    /**
     * How much of each cell of a grid over the model's input a mask of the picture covers: training
     * targets, and what a mask encoder reads.
     *
     * @return {@code [gridHeight, gridWidth]}, exact area fractions 0..1; 0 on padding
     */
    public float[] toModelGrid(Mask mask, int gridWidth, int gridHeight) {
        require(mask.canvas(), original, "the mask lies");
        MaskGrid.requireSize(gridWidth * gridHeight, gridWidth, gridHeight);
        return MaskGrid.coverage(this, mask, gridWidth, gridHeight);
    }

    private static void require(Canvas got, Canvas expected, String what) {
        if (!got.equals(expected)) {
            throw new IllegalArgumentException(
                    what + " on a canvas of " + got + ", expected " + expected);
        }
    }
}
