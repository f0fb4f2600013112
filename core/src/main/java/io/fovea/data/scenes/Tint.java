package io.fovea.data.scenes;

/**
 * A hue shift that turns the dominant colour of a cut-out into a named one and leaves grey parts
 * and other hues alone.
 *
 * @param reference the dominant colour as drawn
 * @param target what it becomes
 */
record Tint(Reference reference, SceneColour target) {

    /** Saturation below which a pixel keeps its colour. */
    private static final float GREYISH = 0.12f;

    /**
     * The dominant colour of a cut-out.
     *
     * @param hue degrees
     * @param saturation mean over the pixels near the hue, 0..1
     * @param value mean over the pixels near the hue, 0..1
     * @param share of the colourfulness of the whole cut-out, per opaque pixel, that lies near the
     *     hue
     */
    record Reference(double hue, double saturation, double value, double share) {

        /** Whether enough of it has the dominant colour for a tint to be seen. */
        boolean tintable() {
            return share >= 0.2;
        }

        static Reference of(CutOut.Level level) {
            double[] weight = new double[36];
            double[] saturation = new double[36];
            double[] value = new double[36];
            byte[] pixels = level.premultiplied();
            float[] hsv = new float[3];
            int opaque = 0;
            for (int i = 0; i < pixels.length; i += 4) {
                int alpha = pixels[i + 3] & 0xff;
                if (alpha < 128) {
                    continue;
                }
                opaque++;
                float scale = 1f / alpha;
                toHsv(
                        (pixels[i] & 0xff) * scale,
                        (pixels[i + 1] & 0xff) * scale,
                        (pixels[i + 2] & 0xff) * scale,
                        hsv);
                double w = hsv[1] * hsv[2];
                int bin = Math.min(35, (int) (hsv[0] / 10));
                weight[bin] += w;
                saturation[bin] += w * hsv[1];
                value[bin] += w * hsv[2];
            }
            return peak(weight, saturation, value, Math.max(1, opaque));
        }

        /** The heaviest window of five bins of ten degrees. */
        private static Reference peak(
                double[] weight, double[] saturation, double[] value, int pixels) {
            Reference best = new Reference(0, 0.5, 0.5, 0);
            double heaviest = 0;
            for (int centre = 0; centre < 36; centre++) {
                double w = 0;
                double hue = 0;
                double s = 0;
                double v = 0;
                for (int offset = -2; offset <= 2; offset++) {
                    int bin = Math.floorMod(centre + offset, 36);
                    w += weight[bin];
                    hue += weight[bin] * (10 * (centre + offset) + 5);
                    s += saturation[bin];
                    v += value[bin];
                }
                if (w > heaviest) {
                    heaviest = w;
                    best = new Reference((hue / w + 360) % 360, s / w, v / w, w / pixels);
                }
            }
            return best;
        }
    }

    /** Recolours one straight RGB colour, 0..1, in place; {@code hsv} is scratch of three. */
    void apply(float[] rgb, float[] hsv) {
        toHsv(rgb[0], rgb[1], rgb[2], hsv);
        if (hsv[1] < GREYISH) {
            return;
        }
        float offset = hsv[0] - (float) reference.hue();
        offset -= 360f * (float) Math.floor((offset + 180f) / 360f);
        float distance = Math.abs(offset);
        if (distance > 75) {
            return;
        }
        float near = Math.min(1f, (75 - distance) / 20f) * Math.min(1f, (hsv[1] - GREYISH) / 0.12f);
        float hue = (float) target.hue() + 0.25f * offset;
        float saturation =
                Math.min(
                        1f,
                        hsv[1]
                                * (float)
                                        (target.saturation()
                                                / Math.max(0.2, reference.saturation())));
        float gain = (float) (target.value() / Math.max(0.2, reference.value()));
        float value = gain > 1 ? 1f - Math.max(0f, 1f - hsv[2]) / gain : hsv[2] * gain;
        value = Math.min(value, hsv[2] * Math.max(1f, gain));
        float r = rgb[0];
        float g = rgb[1];
        float b = rgb[2];
        toRgb(hue, saturation, value, rgb);
        rgb[0] = r + near * (rgb[0] - r);
        rgb[1] = g + near * (rgb[1] - g);
        rgb[2] = b + near * (rgb[2] - b);
    }

    static void toHsv(float r, float g, float b, float[] hsv) {
        float max = Math.max(r, Math.max(g, b));
        float min = Math.min(r, Math.min(g, b));
        float chroma = max - min;
        float hue = 0;
        if (chroma > 0) {
            if (max == r) {
                hue = 60f * ((g - b) / chroma);
            } else if (max == g) {
                hue = 60f * ((b - r) / chroma) + 120f;
            } else {
                hue = 60f * ((r - g) / chroma) + 240f;
            }
        }
        hsv[0] = hue < 0 ? hue + 360f : hue;
        hsv[1] = max > 0 ? chroma / max : 0;
        hsv[2] = max;
    }

    static void toRgb(float hue, float saturation, float value, float[] rgb) {
        float sector = hue / 60f;
        sector -= 6f * (float) Math.floor(sector / 6f);
        rgb[0] = channel(5, sector, saturation, value);
        rgb[1] = channel(3, sector, saturation, value);
        rgb[2] = channel(1, sector, saturation, value);
    }

    private static float channel(int n, float sector, float saturation, float value) {
        float k = n + sector;
        k = k >= 6 ? k - 6 : k;
        return value - value * saturation * Math.clamp(Math.min(k, 4 - k), 0f, 1f);
    }
}
