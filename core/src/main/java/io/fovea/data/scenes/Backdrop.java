package io.fovea.data.scenes;

import io.fovea.geometry.Canvas;
import io.fovea.image.Image;

/**
 * Fills a surface with what stands behind the things: a piece of a photograph, or a smooth drawn
 * ground.
 */
final class Backdrop {

    private Backdrop() {}

    /** A random crop of a photograph, perhaps mirrored, a little brighter or darker. */
    static void photograph(Surface surface, Image photo, Draw draw) {
        Canvas canvas = surface.canvas;
        double most =
                Math.min(
                        (double) photo.width() / canvas.width(),
                        (double) photo.height() / canvas.height());
        double scale = most * draw.uniform(0.55, 1);
        double x0 = draw.uniform(0, photo.width() - scale * canvas.width());
        double y0 = draw.uniform(0, photo.height() - scale * canvas.height());
        boolean mirrored = draw.chance(0.5);
        float gain = (float) draw.uniform(0.75, 1.15) / 255f;
        float lift = (float) draw.uniform(-0.06, 0.1);
        int[] left = new int[canvas.width()];
        float[] share = new float[canvas.width()];
        for (int x = 0; x < canvas.width(); x++) {
            double u = x0 + ((mirrored ? canvas.width() - 1 - x : x) + 0.5) * scale - 0.5;
            double clamped = Math.clamp(u, 0, Math.max(0, photo.width() - 1.0001));
            left[x] = (int) clamped;
            share[x] = (float) (clamped - left[x]);
        }
        byte[] from = photo.rgb();
        int right = photo.width() > 1 ? 3 : 0;
        for (int y = 0, at = 0; y < canvas.height(); y++) {
            double v =
                    Math.clamp(
                            y0 + (y + 0.5) * scale - 0.5, 0, Math.max(0, photo.height() - 1.0001));
            int row = 3 * photo.width() * (int) v;
            int below = photo.height() > 1 ? row + 3 * photo.width() : row;
            float fy = (float) (v - (int) v);
            for (int x = 0; x < canvas.width(); x++) {
                int p = 3 * left[x];
                float fx = share[x];
                for (int c = 0; c < 3; c++, at++, p++) {
                    float a =
                            (from[row + p] & 0xff)
                                    + fx
                                            * ((from[row + p + right] & 0xff)
                                                    - (from[row + p] & 0xff));
                    float b =
                            (from[below + p] & 0xff)
                                    + fx
                                            * ((from[below + p + right] & 0xff)
                                                    - (from[below + p] & 0xff));
                    surface.rgb[at] = Math.clamp(lift + gain * (a + fy * (b - a)), 0f, 1f);
                }
            }
        }
    }

    /** Four soft corner colours with smooth blotches. */
    static void drawn(Surface surface, Draw draw) {
        Canvas canvas = surface.canvas;
        int cells = draw.between(2, 7);
        float blotch = draw.chance(0.6) ? (float) draw.uniform(0.05, 0.3) : 0;
        float[] corners = corners(draw);
        float[] lattice = new float[3 * (cells + 2) * (cells + 2)];
        for (int i = 0; i < lattice.length; i += 3) {
            float grey = (float) draw.uniform(-1, 1);
            for (int c = 0; c < 3; c++) {
                lattice[i + c] = blotch * (0.7f * grey + 0.3f * (float) draw.uniform(-1, 1));
            }
        }
        for (int y = 0, at = 0; y < canvas.height(); y++) {
            float v = (y + 0.5f) / canvas.height();
            int row = (int) (v * cells);
            float fy = smooth(v * cells - row);
            for (int x = 0; x < canvas.width(); x++) {
                float u = (x + 0.5f) / canvas.width();
                int column = (int) (u * cells);
                float fx = smooth(u * cells - column);
                int cell = 3 * (row * (cells + 2) + column);
                int below = cell + 3 * (cells + 2);
                for (int c = 0; c < 3; c++, at++) {
                    float base =
                            mix(
                                    mix(corners[c], corners[3 + c], u),
                                    mix(corners[6 + c], corners[9 + c], u),
                                    v);
                    float extra =
                            mix(
                                    mix(lattice[cell + c], lattice[cell + 3 + c], fx),
                                    mix(lattice[below + c], lattice[below + 3 + c], fx),
                                    fy);
                    surface.rgb[at] = Math.clamp(base + extra, 0f, 1f);
                }
            }
        }
    }

    private static float[] corners(Draw draw) {
        float[] corners = new float[12];
        float[] rgb = new float[3];
        double hue = draw.uniform(0, 360);
        double bright = draw.uniform(0.35, 0.95);
        for (int i = 0; i < 12; i += 3) {
            Tint.toRgb(
                    (float) (hue + draw.uniform(-50, 50) + 360),
                    (float) draw.uniform(0.05, 0.45),
                    (float) Math.clamp(bright + draw.uniform(-0.25, 0.15), 0, 1),
                    rgb);
            System.arraycopy(rgb, 0, corners, i, 3);
        }
        return corners;
    }

    private static float mix(float a, float b, float t) {
        return a + t * (b - a);
    }

    private static float smooth(float t) {
        return t * t * (3 - 2 * t);
    }
}
