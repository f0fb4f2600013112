package io.fovea.image;

import io.fovea.geometry.Canvas;
import io.fovea.geometry.ImageGeometry;

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
     * To this size, and of that only a part: the pixels of {@link ResizeExact} and a crop, without
     * making the rest.
     *
     * @param size of the whole picture after resizing
     * @param left first column of the part
     * @param top first row of the part
     * @param part lies inside {@code size}
     */
    record ResizePart(Canvas size, int left, int top, Canvas part, Resample resample)
            implements ImageTransform {
        @Override
        public Transformed apply(Image image) {
            return new Transformed(
                    resample.resizePart(image, size, left, top, part),
                    ImageGeometry.identity(image.canvas()).resized(size).cropped(left, top, part));
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

    /**
     * {@link PadSquare} and then {@link ResizeExact}, to the byte, without making the square: a
     * long picture's square may be larger than any array.
     */
    record PadSquareResize(int colour, Canvas size, Resample resample) implements ImageTransform {
        @Override
        public Transformed apply(Image image) {
            int side = Math.max(image.width(), image.height());
            int left = (side - image.width()) / 2;
            int top = (side - image.height()) / 2;
            return new Transformed(
                    Placement.squareResized(image, colour, size, resample),
                    ImageGeometry.identity(image.canvas())
                            .placed(left, top, new Canvas(side, side))
                            .resized(size));
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

    /**
     * One of the equal parts that a picture is cut into (Idefics3).
     *
     * @param size of each part
     * @param row from 0, downwards
     * @param column from 0
     */
    record Tile(Canvas size, int row, int column) implements ImageTransform {
        @Override
        public Transformed apply(Image image) {
            int left = column * size.width();
            int top = row * size.height();
            if (left < 0
                    || top < 0
                    || left + size.width() > image.width()
                    || top + size.height() > image.height()) {
                throw new IllegalArgumentException(
                        "the tile of "
                                + size
                                + " in row "
                                + row
                                + " and column "
                                + column
                                + " does not lie inside a picture of "
                                + image.canvas());
            }
            return place(image, size, 0, -left, -top);
        }
    }

    private static Transformed place(Image image, Canvas size, int colour, int left, int top) {
        return new Transformed(
                Placement.place(image, size, colour, left, top),
                ImageGeometry.identity(image.canvas()).placed(left, top, size));
    }
}
