package io.fovea.geometry;

/**
 * How other people's files write a box in four numbers. Only for reading and writing; inside the
 * system a place is a {@link Box}.
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
}
