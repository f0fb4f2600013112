package io.fovea.geometry;

import org.jspecify.annotations.Nullable;

/**
 * A place in an image: what the system says, or is told, about where something is.
 *
 * @param box always there
 * @param mask the exact pixels where known
 * @param label the words it stands for, where known
 * @param score confidence in 0..1; 1 for a place that a person gave
 */
public record Region(Box box, @Nullable Mask mask, @Nullable String label, double score) {

    public Region {
        if (mask != null && !mask.canvas().equals(box.canvas())) {
            throw new IllegalArgumentException(
                    "box and mask lie on different canvases: "
                            + box.canvas()
                            + " and "
                            + mask.canvas());
        }
    }

    public static Region of(Box box) {
        return new Region(box, null, null, 1);
    }
}
