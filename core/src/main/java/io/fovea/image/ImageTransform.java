package io.fovea.image;

import io.fovea.geometry.Canvas;
import io.fovea.geometry.ImageGeometry;

import java.util.Arrays;
import java.util.List;

/**
 * One step of making a picture ready for a vision tower. Each returns the pixels and the map that
 * leads answers back. Roundings are those of the Hugging Face image processors. Colours are {@code
 * 0xRRGGBB}.
 */
public sealed interface ImageTransform {

    /** Applies this step. */
    Transformed apply(Image image);

    /** Applies steps one after another; their maps compose. */
    static Transformed applyAll(Image image, List<ImageTransform> steps) {
        Transformed result = new Transformed(image, ImageGeometry.identity(image.canvas()));
        for (ImageTransform step : steps) {
            Transformed next = step.apply(result.pixels());
            result = new Transformed(next.pixels(), result.geometry().then(next.geometry()));
        }
        return result;
    }

    /** To this size, whatever becomes of the aspect (SigLIP). */
    record ResizeExact(Canvas size, Resample resample) implements ImageTransform {
        @Override
        public Transformed apply(Image image) {
            return new Transformed(
                    resample.resize(image, size),
                    ImageGeometry.identity(image.canvas()).resized(size));
        }
    }

    /**
     * Keeps the aspect; the shorter edge gets this length, the longer one is rounded down (CLIP).
     */
    record ResizeShortest(int length, Resample resample) implements ImageTransform {
        @Override
        public Transformed apply(Image image) {
            int w = image.width();
            int h = image.height();
            int other = Math.toIntExact((long) ((double) length * Math.max(w, h) / Math.min(w, h)));
            Canvas size = w <= h ? new Canvas(length, other) : new Canvas(other, length);
            return new ResizeExact(size, resample).apply(image);
        }
    }

    /** Centred on a square whose side is the longer edge (LLaVA, Bunny). */
    record PadSquare(int colour) implements ImageTransform {
        @Override
        public Transformed apply(Image image) {
            int side = Math.max(image.width(), image.height());
            return place(
                    image,
                    new Canvas(side, side),
                    colour,
                    (side - image.width()) / 2,
                    (side - image.height()) / 2);
        }
    }

    /** The middle part of this size; a smaller picture is centred on black (CLIP). */
    record CenterCrop(Canvas size) implements ImageTransform {
        @Override
        public Transformed apply(Image image) {
            return place(
                    image,
                    size,
                    0,
                    -Math.floorDiv(image.width() - size.width(), 2),
                    -Math.floorDiv(image.height() - size.height(), 2));
        }
    }

    /** Keeps the aspect; the longer edge gets this length and the rest of the square is filled. */
    record Letterbox(int length, Resample resample, int colour) implements ImageTransform {
        @Override
        public Transformed apply(Image image) {
            double scale = (double) length / Math.max(image.width(), image.height());
            Canvas size =
                    new Canvas(
                            Math.clamp(Math.round(image.width() * scale), 1, length),
                            Math.clamp(Math.round(image.height() * scale), 1, length));
            return applyAll(image, List.of(new ResizeExact(size, resample), new PadSquare(colour)));
        }
    }

    private static Transformed place(Image image, Canvas size, int colour, int left, int top) {
        ImageGeometry geometry = ImageGeometry.identity(image.canvas()).placed(left, top, size);
        if (image.canvas().equals(size)) {
            return new Transformed(image, geometry);
        }
        byte[] out = new byte[Math.toIntExact(3 * size.area())];
        fill(out, colour);
        int from = Math.max(0, -left);
        int to = Math.min(image.width(), size.width() - left);
        for (int y = Math.max(0, -top); y < Math.min(image.height(), size.height() - top); y++) {
            System.arraycopy(
                    image.rgb(),
                    (y * image.width() + from) * 3,
                    out,
                    ((y + top) * size.width() + from + left) * 3,
                    Math.max(0, to - from) * 3);
        }
        return new Transformed(new Image(size, out), geometry);
    }

    private static void fill(byte[] rgb, int colour) {
        if (colour == 0) {
            return;
        }
        byte r = (byte) (colour >> 16);
        byte g = (byte) (colour >> 8);
        byte b = (byte) colour;
        if (r == g && g == b) {
            Arrays.fill(rgb, r);
            return;
        }
        for (int i = 0; i < rgb.length; i += 3) {
            rgb[i] = r;
            rgb[i + 1] = g;
            rgb[i + 2] = b;
        }
    }
}
