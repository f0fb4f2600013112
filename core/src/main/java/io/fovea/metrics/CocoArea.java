package io.fovea.metrics;

/** COCO's sizes of things by area in pixels; both ends belong to a range. */
public enum CocoArea {
    ALL(0, 1e10),
    /** Up to 32 x 32. */
    SMALL(0, 32 * 32),
    /** From 32 x 32 to 96 x 96. */
    MEDIUM(32 * 32, 96 * 96),
    /** From 96 x 96. */
    LARGE(96 * 96, 1e10);

    private final double least;
    private final double most;

    CocoArea(double least, double most) {
        this.least = least;
        this.most = most;
    }

    boolean holds(double area) {
        return area >= least && area <= most;
    }
}
