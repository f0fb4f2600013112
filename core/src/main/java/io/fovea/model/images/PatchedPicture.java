package io.fovea.model.images;

import io.fovea.geometry.Canvas;
import io.fovea.image.Image;
import io.fovea.image.ImageException;
import io.fovea.image.ImageTransform;
import io.fovea.image.PixelNormalizer;
import io.fovea.image.Resample;
import io.fovea.image.Transformed;

/**
 * The picture near its own size and aspect, flattened patch by patch. {@code Qwen2VLImageProcessor}
 * of Hugging Face, for single pictures.
 *
 * @param fit the size, in multiples of {@code cut.factor()}
 * @param resample by which filter
 * @param cut how patches are cut
 * @param normalizer bytes to numbers
 */
public record PatchedPicture(
        Resizing fit, Resample resample, Patching cut, PixelNormalizer normalizer)
        implements ImageProcessor {

    @Override
    public PreparedImage prepare(Image image) {
        Canvas size = Room.required(image.canvas(), fit.of(image.canvas()));
        int factor = cut.factor();
        if (size.width() % factor != 0 || size.height() % factor != 0) {
            throw new ImageException(
                    "a picture of "
                            + size
                            + " pixels cannot be cut into squares of "
                            + factor
                            + " and this model's do_resize is false; resize it to multiples of "
                            + factor);
        }
        Transformed seen = new ImageTransform.ResizeExact(size, resample).apply(image);
        ImageGrid.Patches grid =
                new ImageGrid.Patches(size.height() / cut.patch(), size.width() / cut.patch(), cut);
        return new PreparedImage(
                flattened(normalizer.normalize(seen.pixels()), grid), grid, seen.geometry());
    }

    /** From planar {@code [3, Y, X]} to the rows that {@link ImageGrid.Patches} describes. */
    private float[] flattened(float[] planar, ImageGrid.Patches grid) {
        int merge = cut.merge();
        float[] rows = new float[Math.multiplyExact(grid.count(), cut.length())];
        int to = 0;
        for (int top = 0; top < grid.rows(); top += merge) {
            for (int left = 0; left < grid.columns(); left += merge) {
                for (int i = 0; i < merge * merge; i++) {
                    copyPatch(planar, grid, top + i / merge, left + i % merge, rows, to);
                    to += cut.length();
                }
            }
        }
        return rows;
    }

    private void copyPatch(
            float[] planar, ImageGrid.Patches grid, int row, int column, float[] rows, int to) {
        int patch = cut.patch();
        Canvas size = grid.canvas();
        int at = to;
        for (int channel = 0; channel < 3; channel++) {
            int corner = (channel * size.height() + row * patch) * size.width() + column * patch;
            for (int frame = 0; frame < cut.depth(); frame++) {
                for (int y = 0; y < patch; y++) {
                    System.arraycopy(planar, corner + y * size.width(), rows, at, patch);
                    at += patch;
                }
            }
        }
    }
}
