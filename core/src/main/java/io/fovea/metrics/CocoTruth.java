package io.fovea.metrics;

import io.fovea.geometry.Region;

/**
 * A true thing for {@link CocoAp}.
 *
 * @param image number of its picture; things are compared within one picture
 * @param category its kind; things are compared within one kind
 * @param region box, and mask where masks are compared
 * @param area in pixels, which decides whether it is small, medium or large; COCO takes the area of
 *     the segmentation, for boxes too
 * @param crowd many things marked as one: it may be found any number of times or not at all, and
 *     neither counts
 */
public record CocoTruth(long image, String category, Region region, double area, boolean crowd) {

    /** A single thing, its area that of its mask where it has one, else of its box. */
    public static CocoTruth of(long image, String category, Region region) {
        double area = region.mask() == null ? region.box().area() : region.mask().area();
        return new CocoTruth(image, category, region, area, false);
    }
}
