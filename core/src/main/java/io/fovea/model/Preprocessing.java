package io.fovea.model;

import io.fovea.geometry.Canvas;
import io.fovea.image.Image;
import io.fovea.image.ImageTransform;
import io.fovea.image.PixelNormalizer;
import io.fovea.image.Resample;
import io.fovea.image.Transformed;
import io.fovea.model.images.ImageGrid;
import io.fovea.model.images.PreparedImage;

import java.util.List;

/**
 * How a picture becomes a tower's pixels in Fovea's own models.
 *
 * @param size side of the square input in pixels
 * @param fit how the picture is brought to it
 * @param paddingColour {@code 0xRRGGBB}, used by {@link Fit#LETTERBOX}
 * @param imageMean mean of each channel after rescaling to 0..1
 * @param imageStd standard deviation of each channel
 */
public record Preprocessing(
        int size, Fit fit, int paddingColour, List<Double> imageMean, List<Double> imageStd) {

    /** How a picture is brought to the tower's square. */
    public enum Fit {
        /** The aspect stays; the rest is padded. */
        LETTERBOX,
        /** The aspect goes. */
        STRETCH
    }

    public Preprocessing {
        if (imageMean.size() != 3 || imageStd.size() != 3) {
            throw new IllegalArgumentException(
                    "image_mean and image_std have one number for each of 3 channels, got "
                            + imageMean.size()
                            + " and "
                            + imageStd.size());
        }
        imageMean = List.copyOf(imageMean);
        imageStd = List.copyOf(imageStd);
    }

    /** The numbers that the tower reads. */
    public PreparedImage prepare(Image image) {
        Transformed fitted = fit(image);
        return new PreparedImage(
                normalize(fitted.pixels()),
                new ImageGrid.Whole(fitted.pixels().canvas()),
                fitted.geometry());
    }

    /** Brings a picture to the square and remembers the way back. */
    public Transformed fit(Image image) {
        Canvas square = new Canvas(size, size);
        if (image.canvas().equals(square)) {
            return ImageTransform.applyAll(image, List.of());
        }
        return switch (fit) {
            case LETTERBOX ->
                    new ImageTransform.Letterbox(size, Resample.BILINEAR, paddingColour)
                            .apply(image);
            case STRETCH -> new ImageTransform.ResizeExact(square, Resample.BILINEAR).apply(image);
        };
    }

    /** Pixels {@code [3, size, size]}, planar. */
    public float[] normalize(Image fitted) {
        return new PixelNormalizer(floats(imageMean), floats(imageStd), 1.0 / 255)
                .normalize(fitted);
    }

    private static float[] floats(List<Double> values) {
        float[] array = new float[values.size()];
        for (int i = 0; i < array.length; i++) {
            array[i] = values.get(i).floatValue();
        }
        return array;
    }
}
