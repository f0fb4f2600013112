package io.fovea.page;

import io.fovea.geometry.Canvas;
import io.fovea.image.Image;
import io.fovea.image.ImageWriter;
import io.fovea.image.Resample;

import java.util.Base64;

/** Pictures as part of a page: small JPEG files written into the address. */
public final class Thumbnail {

    private static final float QUALITY = 0.8f;

    private Thumbnail() {}

    /** The picture, its longer side at most {@code side} pixels, as a {@code data:} address. */
    public static String address(Image image, int side) {
        byte[] jpeg = ImageWriter.toJpeg(fitted(image, side), QUALITY);
        return "data:image/jpeg;base64," + Base64.getEncoder().encodeToString(jpeg);
    }

    private static Image fitted(Image image, int side) {
        int longer = Math.max(image.width(), image.height());
        if (longer <= side) {
            return image;
        }
        double scale = (double) side / longer;
        return Resample.LANCZOS.resize(
                image,
                new Canvas(
                        Math.max(1, (int) Math.round(image.width() * scale)),
                        Math.max(1, (int) Math.round(image.height() * scale))));
    }
}
