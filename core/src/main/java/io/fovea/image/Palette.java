package io.fovea.image;

import java.awt.Color;

/**
 * Colours that most people can tell apart whatever their colour vision: Okabe and Ito (2008),
 * brightest first.
 */
final class Palette {

    private static final int[] COLOURS = {
        0xD55E00, 0x56B4E9, 0xF0E442, 0x009E73, 0xCC79A7, 0xE69F00, 0x0072B2
    };

    static final Color INK = new Color(0x0E1013);

    private Palette() {}

    static Color colour(int index) {
        return new Color(COLOURS[Math.floorMod(index, COLOURS.length)]);
    }

    /** The same colour seen through. */
    static Color translucent(Color c, int alpha) {
        return new Color(c.getRed(), c.getGreen(), c.getBlue(), alpha);
    }

    /** Dark ink or white, whichever stands out more on a colour (WCAG 2 contrast). */
    static Color textOn(Color ground) {
        return contrast(ground, INK) >= contrast(ground, Color.WHITE) ? INK : Color.WHITE;
    }

    /** 1 (none) to 21. */
    static double contrast(Color a, Color b) {
        double x = luminance(a) + 0.05;
        double y = luminance(b) + 0.05;
        return Math.max(x, y) / Math.min(x, y);
    }

    private static double luminance(Color c) {
        return 0.2126 * linear(c.getRed())
                + 0.7152 * linear(c.getGreen())
                + 0.0722 * linear(c.getBlue());
    }

    private static double linear(int v) {
        double s = v / 255.0;
        return s <= 0.04045 ? s / 12.92 : Math.pow((s + 0.055) / 1.055, 2.4);
    }
}
