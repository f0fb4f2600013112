package io.fovea.geometry;

/**
 * An axis-aligned box: always XYXY in pixels of a named {@link Canvas}. The right and bottom edges
 * are exclusive, so {@code x2 - x1} is the width; a pixel column {@code c} covers {@code [c, c +
 * 1)}.
 *
 * <p>Other people's formats (XYWH, centre forms, fractions) are conversions, never a second meaning
 * of this record.
 *
 * @param canvas what the coordinates are relative to
 */
public record Box(double x1, double y1, double x2, double y2, Canvas canvas) {

    public Box {
        if (!(x1 <= x2 && y1 <= y2) || !Double.isFinite(x1 + y1) || !Double.isFinite(x2 + y2)) {
            throw new IllegalArgumentException(
                    "a box needs finite x1 <= x2 and y1 <= y2, got ["
                            + x1
                            + ", "
                            + y1
                            + ", "
                            + x2
                            + ", "
                            + y2
                            + "]");
        }
    }

    /** A box given by its top left corner and size in pixels, as COCO writes it. */
    public static Box ofXywh(double x, double y, double width, double height, Canvas canvas) {
        return new Box(x, y, x + width, y + height, canvas);
    }

    /** A box given by centre and size as fractions of the canvas. */
    public static Box ofCxcywhFraction(double cx, double cy, double w, double h, Canvas canvas) {
        double width = canvas.width();
        double height = canvas.height();
        return new Box(
                (cx - w / 2) * width,
                (cy - h / 2) * height,
                (cx + w / 2) * width,
                (cy + h / 2) * height,
                canvas);
    }

    public double width() {
        return x2 - x1;
    }

    public double height() {
        return y2 - y1;
    }

    public double area() {
        return width() * height();
    }

    /** Centre and size as fractions of the canvas: {@code [cx, cy, w, h]}. */
    public double[] toCxcywhFraction() {
        return new double[] {
            (x1 + x2) / 2 / canvas.width(), (y1 + y2) / 2 / canvas.height(),
            width() / canvas.width(), height() / canvas.height()
        };
    }

    /**
     * The part of this box that lies on its canvas; an edge at the border when it lies outside
     * altogether.
     */
    public Box clipped() {
        return new Box(
                Math.clamp(x1, 0, canvas.width()),
                Math.clamp(y1, 0, canvas.height()),
                Math.clamp(x2, 0, canvas.width()),
                Math.clamp(y2, 0, canvas.height()),
                canvas);
    }

    /**
     * Intersection over union, 0 when both are empty.
     *
     * @throws IllegalArgumentException when the canvases differ
     */
    public double iou(Box other) {
        if (!canvas.equals(other.canvas)) {
            throw new IllegalArgumentException(
                    "boxes of different canvases cannot be compared: "
                            + canvas
                            + " and "
                            + other.canvas);
        }
        double w = Math.max(0, Math.min(x2, other.x2) - Math.max(x1, other.x1));
        double h = Math.max(0, Math.min(y2, other.y2) - Math.max(y1, other.y1));
        double union = area() + other.area() - w * h;
        return union <= 0 ? 0 : w * h / union;
    }
}
