package io.fovea.data.scenes;

/**
 * A thing turned, scaled and coloured, not yet placed: premultiplied RGBA floats in 0..1, row by
 * row. A pixel belongs to the thing where its alpha is at least one half.
 */
final class Patch {

    static final float OPAQUE = 0.5f;

    final int width;
    final int height;
    final float[] rgba;

    /** Tight bounds of the opaque pixels, right and bottom exclusive. */
    int left;

    int top;
    int right;
    int bottom;

    private Patch(int width, int height) {
        this.width = width;
        this.height = height;
        this.rgba = new float[4 * width * height];
    }

    /**
     * Resamples a cut-out: bilinear in the level that keeps between half and all of the source
     * pixels for each target pixel, four samples a pixel, so that nothing is skipped and edges stay
     * smooth.
     */
    static Patch of(ThingPlan plan) {
        CutOut cutOut = plan.cutOut();
        double scale = plan.pixels() / Math.max(cutOut.width(), cutOut.height());
        double cos = StrictMath.cos(plan.radians());
        double sin = StrictMath.sin(plan.radians());
        double w = cutOut.width() * scale * plan.stretch();
        double h = cutOut.height() * scale / plan.stretch();
        Patch patch =
                new Patch(
                        (int) Math.ceil(Math.abs(w * cos) + Math.abs(h * sin)) + 2,
                        (int) Math.ceil(Math.abs(w * sin) + Math.abs(h * cos)) + 2);
        int index = cutOut.levelFor(1 / scale);
        double step = 1 / scale / (1 << index);
        double across = (plan.mirrored() ? -1 : 1) * step / plan.stretch();
        double down = step * plan.stretch();
        patch.sample(
                cutOut.level(index),
                new double[] {
                    across * cos, across * sin, cutOut.width() / 2.0 / (1 << index) - 0.5
                },
                new double[] {-sin * down, cos * down, cutOut.height() / 2.0 / (1 << index) - 0.5});
        patch.colour(plan);
        patch.measure();
        return patch;
    }

    /**
     * Level coordinates of a patch offset (x, y) from the middle: {@code u = us[0] x + us[1] y +
     * us[2]}, v alike.
     */
    private void sample(CutOut.Level level, double[] us, double[] vs) {
        for (int y = 0, at = 0; y < height; y++) {
            for (int x = 0; x < width; x++, at += 4) {
                for (int corner = 0; corner < 4; corner++) {
                    double px = x + ((corner & 1) == 0 ? 0.25 : 0.75) - width / 2.0;
                    double py = y + (corner < 2 ? 0.25 : 0.75) - height / 2.0;
                    float u = (float) (us[0] * px + us[1] * py + us[2] + 1);
                    float v = (float) (vs[0] * px + vs[1] * py + vs[2] + 1);
                    if (u > 0 && v > 0 && u < level.width() + 1 && v < level.height() + 1) {
                        bilinear(level, u, v, at);
                    }
                }
            }
        }
    }

    /** Adds a quarter of the level's colour at (u, v), counted from the transparent border. */
    private void bilinear(CutOut.Level level, float u, float v, int at) {
        int x = (int) u;
        int y = (int) v;
        float fx = u - x;
        float fy = v - y;
        byte[] pixels = level.premultiplied();
        int upper = level.at(x - 1, y - 1);
        int lower = level.at(x - 1, y);
        if ((pixels[upper + 3] | pixels[upper + 7] | pixels[lower + 3] | pixels[lower + 7]) == 0) {
            return;
        }
        float share = 0.25f / 255f;
        float a = (1 - fx) * (1 - fy) * share;
        float b = fx * (1 - fy) * share;
        float c = (1 - fx) * fy * share;
        float d = fx * fy * share;
        for (int channel = 0; channel < 4; channel++) {
            rgba[at + channel] +=
                    a * (pixels[upper + channel] & 0xff)
                            + b * (pixels[upper + 4 + channel] & 0xff)
                            + c * (pixels[lower + channel] & 0xff)
                            + d * (pixels[lower + 4 + channel] & 0xff);
        }
    }

    private void colour(ThingPlan plan) {
        SceneColour target = plan.tint();
        Tint tint = target == null ? null : new Tint(plan.cutOut().reference(), target);
        float[] rgb = new float[3];
        float[] hsv = new float[3];
        for (int at = 0; at < rgba.length; at += 4) {
            float alpha = rgba[at + 3];
            if (alpha < 1f / 255) {
                continue;
            }
            for (int c = 0; c < 3; c++) {
                rgb[c] = Math.min(1f, rgba[at + c] / alpha);
            }
            if (tint != null) {
                tint.apply(rgb, hsv);
            }
            plan.look().apply(rgb, hsv);
            for (int c = 0; c < 3; c++) {
                rgba[at + c] = rgb[c] * alpha;
            }
        }
    }

    private void measure() {
        left = width;
        top = height;
        for (int y = 0, at = 3; y < height; y++) {
            for (int x = 0; x < width; x++, at += 4) {
                if (rgba[at] >= OPAQUE) {
                    left = Math.min(left, x);
                    right = Math.max(right, x + 1);
                    top = Math.min(top, y);
                    bottom = Math.max(bottom, y + 1);
                }
            }
        }
    }
}
