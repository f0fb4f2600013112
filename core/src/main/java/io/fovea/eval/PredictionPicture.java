package io.fovea.eval;

import io.fovea.geometry.Box;
import io.fovea.geometry.Canvas;
import io.fovea.geometry.Mask;
import io.fovea.geometry.Region;
import io.fovea.image.Image;
import io.fovea.image.Overlay;
import io.fovea.image.Resample;

import java.util.List;

/** A picture with what was answered (tinted) and what is true (outlined in green). */
final class PredictionPicture {

    private PredictionPicture() {}

    /**
     * Draws; a picture smaller than {@code side} is enlarged by a whole number first, so that lines
     * are fine.
     */
    static Image draw(Scored item, Image image, int side) {
        int times = Math.max(1, side / Math.max(image.width(), image.height()));
        Canvas canvas = new Canvas(image.width() * times, image.height() * times);
        Image large = times == 1 ? image : Resample.LANCZOS.resize(image, canvas);
        return GreenOutline.draw(
                Overlay.draw(
                        large,
                        enlarged(on(item.prediction().answer().regions(), image), canvas, times)),
                enlarged(on(item.item().truth(), image), canvas, times));
    }

    /** The regions that lie on the picture: all of them, unless the data set changed. */
    private static List<Region> on(List<Region> regions, Image image) {
        return regions.stream()
                .filter(region -> region.box().canvas().equals(image.canvas()))
                .toList();
    }

    private static List<Region> enlarged(List<Region> regions, Canvas canvas, int times) {
        return times == 1
                ? regions
                : regions.stream().map(region -> enlarged(region, canvas, times)).toList();
    }

    private static Region enlarged(Region region, Canvas canvas, int times) {
        Box box = region.box();
        Mask mask = region.mask();
        return new Region(
                new Box(
                        box.x1() * times,
                        box.y1() * times,
                        box.x2() * times,
                        box.y2() * times,
                        canvas),
                mask == null ? null : enlarged(mask, canvas, times),
                region.label(),
                region.score());
    }

    private static Mask enlarged(Mask mask, Canvas canvas, int times) {
        boolean[] small = mask.toBits();
        boolean[] large = new boolean[Math.toIntExact(canvas.area())];
        for (int y = 0; y < canvas.height(); y++) {
            for (int x = 0; x < canvas.width(); x++) {
                large[y * canvas.width() + x] =
                        small[y / times * mask.canvas().width() + x / times];
            }
        }
        return Mask.fromBits(canvas, large);
    }
}
