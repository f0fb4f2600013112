package io.fovea.geometry;

/**
 * How other people's files write a box in four numbers. Only for reading and writing; inside the
 * system a place is a {@link Box}. The {@code Fraction} methods take and give numbers relative to
 * the canvas, 0..1.
 */
public enum BoxFormat {
    /** Left, top, right, bottom. */
    XYXY,
    /** Left, top, width, height: COCO. */
    XYWH,
    /** Centre x, centre y, width, height: DETR and most detection heads. */
    CXCYWH;

    /**
     * A box from four numbers in pixels.
     *
     * @throws IllegalArgumentException when they are not four, not finite, or a size is negative
     */
    public Box read(double[] v, Canvas canvas) {
        if (v.length != 4) {
            throw new IllegalArgumentException(
                    "a box in " + this + " has 4 numbers, got " + v.length);
        }
        return switch (this) {
            case XYXY -> new Box(v[0], v[1], v[2], v[3], canvas);
            case XYWH -> new Box(v[0], v[1], v[0] + v[2], v[1] + v[3], canvas);
            case CXCYWH ->
                    new Box(
                            v[0] - v[2] / 2,
                            v[1] - v[3] / 2,
                            v[0] + v[2] / 2,
                            v[1] + v[3] / 2,
                            canvas);
        };
    }

    /** The four numbers of a box in pixels. */
    public double[] write(Box b) {
        return switch (this) {
            case XYXY -> new double[] {b.x1(), b.y1(), b.x2(), b.y2()};
            case XYWH -> new double[] {b.x1(), b.y1(), b.width(), b.height()};
            case CXCYWH ->
                    new double[] {
                        (b.x1() + b.x2()) / 2, (b.y1() + b.y2()) / 2, b.width(), b.height()
                    };
        };
    }

    /** A box from four fractions of the canvas. */
    public Box readFraction(double[] v, Canvas canvas) {
        if (v.length != 4) {
            throw new IllegalArgumentException(
                    "a box in " + this + " has 4 numbers, got " + v.length);
        }
        double w = canvas.width();
        double h = canvas.height();
        return read(new double[] {v[0] * w, v[1] * h, v[2] * w, v[3] * h}, canvas);
    }

    /** The four fractions of the canvas that say where a box is. */
    public double[] writeFraction(Box box) {
        double[] v = write(box);
        double w = box.canvas().width();
        double h = box.canvas().height();
        return new double[] {v[0] / w, v[1] / h, v[2] / w, v[3] / h};
    }
}
