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
 * @param stretch columns are multiplied and rows divided by this, 1 as drawn
 * @param look brightness, contrast, saturation and hue
 */
record ThingPlan(
        ThingKind kind,
        CutOut cutOut,
        @Nullable SceneColour tint,
        double pixels,
        double radians,
        boolean mirrored,
        double stretch,
        Look look) {

    /**
     * Gains around 1: brightness of all, contrast around middle grey, saturation around the pixel's
     * own grey; and a turn of all hues in degrees, 0 as drawn.
     */
    record Look(float brightness, float contrast, float saturation, float hue) {

        /** Whether the colours are still those that a person would name. */
        boolean keepsColours() {
            return hue == 0 && saturation > 0.5f;
        }

        /** Changes a straight RGB colour, 0..1, in place; {@code hsv} is scratch of three. */
        void apply(float[] rgb, float[] hsv) {
            if (hue != 0) {
                Tint.toHsv(rgb[0], rgb[1], rgb[2], hsv);
                Tint.toRgb(hsv[0] + hue, hsv[1], hsv[2], rgb);
            }
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
                kind,
                cutOut,
                tint,
                Math.max(least, pixels * factor),
                radians,
                mirrored,
                stretch,
                look);
    }

    /** The colour that a person would name: the tint, or the one colour of the cut-out. */
    @Nullable SceneColour colour() {
        if (!look.keepsColours()) {
            return null;
        }
        if (tint != null) {
            return tint;
        }
        return cutOut.colours().size() == 1 ? SceneColour.of(cutOut.colours().getFirst()) : null;
    }
}
