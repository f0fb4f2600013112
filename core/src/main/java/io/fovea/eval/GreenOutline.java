package io.fovea.eval;

import io.fovea.geometry.Canvas;
import io.fovea.geometry.Mask;
import io.fovea.geometry.Region;
import io.fovea.image.Image;

import java.util.List;

/** Draws true places as green lines, two pixels wide, just outside their pixels. */
final class GreenOutline {

    private static final byte[] GREEN = {0, (byte) 230, 64};
    private static final int REACH = 2;

    private GreenOutline() {}

    /** The picture with the outlines of these places (of the box where there is no mask). */
    static Image draw(Image image, List<Region> regions) {
        byte[] rgb = image.rgb().clone();
        for (Region region : regions) {
            Mask mask = region.mask() == null ? Mask.fromBox(region.box()) : region.mask();
            boolean[] inside = mask.toBits();
            Canvas canvas = image.canvas();
            for (int y = 0; y < canvas.height(); y++) {
                for (int x = 0; x < canvas.width(); x++) {
                    if (!inside[y * canvas.width() + x] && near(inside, canvas, x, y)) {
                        System.arraycopy(GREEN, 0, rgb, (y * canvas.width() + x) * 3, 3);
                    }
                }
            }
        }
        return new Image(image.canvas(), rgb);
    }

    private static boolean near(boolean[] inside, Canvas canvas, int x, int y) {
        for (int v = Math.max(0, y - REACH); v <= Math.min(canvas.height() - 1, y + REACH); v++) {
            for (int u = Math.max(0, x - REACH);
                    u <= Math.min(canvas.width() - 1, x + REACH);
                    u++) {
                if (inside[v * canvas.width() + u]) {
                    return true;
                }
            }
        }
        return false;
    }
}
