package io.fovea.data.scenes;

import org.jspecify.annotations.Nullable;

/**
 * What a thing shall look like before it has a place.
 *
 * @param kind what it is
 * @param cutOut its picture
 * @param tint the colour to give it, or null to keep its own
 * @param pixels longest side before turning
 * @param radians how far it is turned
 * @param mirrored whether left and right are exchanged
 * @param look brightness, contrast and saturation
 */
record ThingPlan(
        ThingKind kind,
        CutOut cutOut,
        @Nullable SceneColour tint,
        double pixels,
        double radians,
        boolean mirrored,
        Look look) {

    /**
     * Gains around 1: brightness of all, contrast around middle grey, saturation around the pixel's
     * own grey.
     */
    record Look(float brightness, float contrast, float saturation) {

        /** Changes a straight RGB colour, 0..1, in place. */
        void apply(float[] rgb) {
            float grey = 0.299f * rgb[0] + 0.587f * rgb[1] + 0.114f * rgb[2];
            for (int c = 0; c < 3; c++) {
                float value = grey + saturation * (rgb[c] - grey);
                value = (0.5f + contrast * (value - 0.5f)) * brightness;
                rgb[c] = Math.clamp(value, 0f, 1f);
            }
        }
    }

    ThingPlan shrunk(double factor, double least) {
        return new ThingPlan(
                kind, cutOut, tint, Math.max(least, pixels * factor), radians, mirrored, look);
    }

    /** The colour that a person would name: the tint, or the one colour of the cut-out. */
    @Nullable SceneColour colour() {
        if (tint != null) {
            return tint;
        }
        return cutOut.colours().size() == 1 ? SceneColour.of(cutOut.colours().getFirst()) : null;
    }
}
