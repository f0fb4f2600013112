package io.fovea.eval;

import io.fovea.geometry.Mask;
import io.fovea.geometry.Region;

import org.jspecify.annotations.Nullable;

/**
 * Pixels that two masks share and pixels that either has: what both mask metrics are made of.
 *
 * <ul>
 *   <li><b>cIoU</b> (cumulative) = sum of intersections over all items / sum of unions over all
 *       items: large things weigh more.
 *   <li><b>gIoU</b> (LISA's name, not the box loss) = mean over items of intersection / union: each
 *       thing weighs the same. Two empty masks agree: 1.
 * </ul>
 *
 * An answer without a mask counts as an empty mask: its whole truth stands in the union.
 *
 * @param intersection pixels in both
 * @param union pixels in either
 */
public record MaskOverlap(long intersection, long union) {

    /** Nothing against nothing; adds nothing to a sum. */
    static final MaskOverlap NONE = new MaskOverlap(0, 0);

    /** The overlap of two masks of one canvas. */
    public static MaskOverlap of(Mask a, Mask b) {
        long both = a.intersectionArea(b);
        return new MaskOverlap(both, a.area() + b.area() - both);
    }

    /**
     * Of a place found, if any, against a true place; nothing is measured where the truth has no
     * mask.
     */
    static MaskOverlap of(@Nullable Region found, Region truth) {
        Mask expected = truth.mask();
        if (expected == null) {
            return NONE;
        }
        Mask got = found == null ? null : found.mask();
        return got == null ? new MaskOverlap(0, expected.area()) : of(got, expected);
    }

    /** Intersection over union; 1 when both masks are empty, as LISA counts it. */
    public double iou() {
        return union == 0 ? 1 : (double) intersection / union;
    }
}
