package io.fovea.data.scenes;

import io.fovea.geometry.Box;
import io.fovea.geometry.Canvas;
import io.fovea.geometry.Mask;
import io.fovea.geometry.Region;
import io.fovea.image.Image;

import java.util.Arrays;

/**
 * The picture while things are laid on it: colours [Y, X, 3] and, for each pixel, the topmost thing
 * whose alpha there is at least one half.
 */
final class Surface {

    private static final int MOST = 8;

    final Canvas canvas;
    final float[] rgb;
    private final byte[] owner;
    private final int[] visible = new int[MOST];
    private final int[] full = new int[MOST];
    private final int[][] covered = new int[MOST][MOST];
    private int count;

    Surface(Canvas canvas) {
        this.canvas = canvas;
        this.rgb = new float[3 * (int) canvas.area()];
        this.owner = new byte[(int) canvas.area()];
        Arrays.fill(owner, (byte) -1);
    }

    int count() {
        return count;
    }

    int visible(int thing) {
        return visible[thing];
    }

    int full(int thing) {
        return full[thing];
    }

    int[][] covered() {
        int[][] copy = new int[count][];
        for (int i = 0; i < count; i++) {
            copy[i] = Arrays.copyOf(covered[i], count);
        }
        return copy;
    }

    /** Which things have visible pixels side by side or one above the other. */
    boolean[][] touching() {
        boolean[][] touching = new boolean[count][count];
        int width = canvas.width();
        for (int at = 0; at < owner.length; at++) {
            if (at % width != 0) {
                touch(touching, owner[at], owner[at - 1]);
            }
            if (at >= width) {
                touch(touching, owner[at], owner[at - width]);
            }
        }
        return touching;
    }

    private static void touch(boolean[][] touching, int a, int b) {
        if (a != b && a >= 0 && b >= 0) {
            touching[a][b] = true;
            touching[b][a] = true;
        }
    }

    /** How many visible pixels of each thing a patch at (x, y) would hide. */
    int[] hiddenBy(Patch patch, int x, int y) {
        int[] hidden = new int[count];
        for (int py = Math.max(patch.top, -y);
                py < Math.min(patch.bottom, canvas.height() - y);
                py++) {
            for (int px = Math.max(patch.left, -x);
                    px < Math.min(patch.right, canvas.width() - x);
                    px++) {
                int below = owner[(y + py) * canvas.width() + x + px];
                if (below >= 0 && patch.rgba[4 * (py * patch.width + px) + 3] >= Patch.OPAQUE) {
                    hidden[below]++;
                }
            }
        }
        return hidden;
    }

    /** Lays a patch on top with its corner at (x, y). */
    void place(Patch patch, int x, int y) {
        int thing = count++;
        for (int py = Math.max(0, -y); py < Math.min(patch.height, canvas.height() - y); py++) {
            for (int px = Math.max(0, -x); px < Math.min(patch.width, canvas.width() - x); px++) {
                int from = 4 * (py * patch.width + px);
                float alpha = patch.rgba[from + 3];
                if (alpha <= 0) {
                    continue;
                }
                int pixel = (y + py) * canvas.width() + x + px;
                for (int c = 0; c < 3; c++) {
                    rgb[3 * pixel + c] = patch.rgba[from + c] + (1 - alpha) * rgb[3 * pixel + c];
                }
                if (alpha >= Patch.OPAQUE) {
                    own(pixel, thing);
                }
            }
        }
    }

    private void own(int pixel, int thing) {
        int below = owner[pixel];
        if (below >= 0) {
            visible[below]--;
            covered[below][thing]++;
        }
        owner[pixel] = (byte) thing;
        visible[thing]++;
        full[thing]++;
    }

    /** Darkens what lies where the softened outline of a patch falls, moved by (dx, dy). */
    void shade(Patch patch, int x, int y, Shadow shadow) {
        int margin = 2 * shadow.radius();
        int width = patch.width + 2 * margin;
        int height = patch.height + 2 * margin;
        float[] soft = shadow.soften(patch, margin);
        int left = x + shadow.dx() - margin;
        int top = y + shadow.dy() - margin;
        for (int sy = Math.max(0, -top); sy < Math.min(height, canvas.height() - top); sy++) {
            for (int sx = Math.max(0, -left); sx < Math.min(width, canvas.width() - left); sx++) {
                float keep = 1 - shadow.strength() * soft[sy * width + sx];
                int pixel = 3 * ((top + sy) * canvas.width() + left + sx);
                rgb[pixel] *= keep;
                rgb[pixel + 1] *= keep;
                rgb[pixel + 2] *= keep;
            }
        }
    }

    /** The visible pixels of a thing with their tight box. */
    Region region(int thing, String label) {
        int width = canvas.width();
        boolean[] bits = new boolean[owner.length];
        int x1 = width;
        int y1 = canvas.height();
        int x2 = 0;
        int y2 = 0;
        for (int y = 0, at = 0; y < canvas.height(); y++) {
            for (int x = 0; x < width; x++, at++) {
                if (owner[at] == thing) {
                    bits[at] = true;
                    x1 = Math.min(x1, x);
                    x2 = Math.max(x2, x + 1);
                    y1 = Math.min(y1, y);
                    y2 = y + 1;
                }
            }
        }
        return new Region(new Box(x1, y1, x2, y2, canvas), Mask.fromBits(canvas, bits), label, 1);
    }

    /** The picture in bytes, with noise of up to the given amplitude (0..1) on each channel. */
    Image image(float amplitude, long seed) {
        byte[] bytes = new byte[rgb.length];
        long state = seed | 1;
        float gain = amplitude / 128f;
        for (int i = 0; i < rgb.length; i++) {
            state ^= state << 13;
            state ^= state >>> 7;
            state ^= state << 17;
            float value = rgb[i] + gain * (byte) (state >> 24);
            bytes[i] = (byte) (int) (Math.clamp(value, 0f, 1f) * 255f + 0.5f);
        }
        return new Image(canvas, bytes);
    }
}
