package io.fovea.data.scenes;

/**
 * A soft drop shadow: the outline of a thing, moved and blurred.
 *
 * @param dx pixels to the right
 * @param dy pixels down
 * @param radius of the box blur in pixels; it is applied twice, which is close to a Gaussian
 * @param strength how much light it takes, 0..1
 */
record Shadow(int dx, int dy, int radius, float strength) {

    /** The alpha of a patch within a margin on all sides, blurred along rows and columns, twice. */
    float[] soften(Patch patch, int margin) {
        int width = patch.width + 2 * margin;
        int height = patch.height + 2 * margin;
        float[] alpha = new float[width * height];
        for (int y = 0; y < patch.height; y++) {
            for (int x = 0; x < patch.width; x++) {
                alpha[(y + margin) * width + x + margin] =
                        patch.rgba[4 * (y * patch.width + x) + 3];
            }
        }
        float[] other = new float[alpha.length];
        for (int round = 0; round < 2; round++) {
            blur(alpha, other, new int[] {height, width, width, 1});
            blur(other, alpha, new int[] {width, 1, height, width});
        }
        return alpha;
    }

    /**
     * Running mean along lines; {@code layout} is lines, step between lines, length, step along a
     * line.
     */
    private void blur(float[] from, float[] to, int[] layout) {
        float share = 1f / (2 * radius + 1);
        int length = layout[2];
        int step = layout[3];
        for (int line = 0; line < layout[0]; line++) {
            int base = line * layout[1];
            float sum = 0;
            for (int i = 0; i < Math.min(radius, length); i++) {
                sum += from[base + i * step];
            }
            for (int i = 0; i < length; i++) {
                if (i + radius < length) {
                    sum += from[base + (i + radius) * step];
                }
                if (i - radius - 1 >= 0) {
                    sum -= from[base + (i - radius - 1) * step];
                }
                to[base + i * step] = Math.max(0f, sum * share);
            }
        }
    }
}
