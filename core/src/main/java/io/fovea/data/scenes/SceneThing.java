package io.fovea.data.scenes;

import io.fovea.geometry.Region;

import org.jspecify.annotations.Nullable;

/**
 * One thing in a scene, as it is seen.
 *
 * @param kind what it is
 * @param colour its colour where a person would name one
 * @param seen whether its cut-out belongs to the training material
 * @param region tight box and exact mask of its visible pixels, labelled with the name of its kind
 * @param visiblePixels pixels of the mask
 * @param fullPixels pixels it would have with nothing in front of it
 */
public record SceneThing(
        ThingKind kind,
        @Nullable SceneColour colour,
        boolean seen,
        Region region,
        int visiblePixels,
        int fullPixels) {

    /** Centre of the visible box as a fraction of the width. */
    double centreX() {
        return (region.box().x1() + region.box().x2()) / 2 / region.box().canvas().width();
    }

    /** Centre of the visible box as a fraction of the height. */
    double centreY() {
        return (region.box().y1() + region.box().y2()) / 2 / region.box().canvas().height();
    }

    /** Longest side of the visible box in pixels. */
    double longestSide() {
        return Math.max(region.box().width(), region.box().height());
    }
}
