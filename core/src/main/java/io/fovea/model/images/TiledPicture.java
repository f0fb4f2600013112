package io.fovea.model.images;

import io.fovea.geometry.Canvas;
import io.fovea.image.Image;
import io.fovea.image.ImageTransform;
import io.fovea.image.PixelNormalizer;
import io.fovea.image.Resample;
import io.fovea.image.Transformed;

import java.util.ArrayList;
import java.util.List;

/**
 * The picture cut into square tiles, and last the whole of it on one tile. {@code
 * Idefics3ImageProcessor} and {@code SmolVLMImageProcessor} of Hugging Face.
 *
 * @param fit the size that bounds how much is seen
 * @param whole then to whole tiles: {@link Resizing.Multiples} to be cut, or {@link Resizing.Exact}
 *     one tile not to be
 * @param resample by which filter, in both and for the last tile
 * @param side of a tile in pixels
 * @param normalizer bytes to numbers
 */
public record TiledPicture(
        Resizing fit, Resizing whole, Resample resample, int side, PixelNormalizer normalizer)
        implements ImageProcessor {

    @Override
    public PreparedImage prepare(Image image) {
        Canvas fitted = Room.required(image.canvas(), fit.of(image.canvas()));
        Canvas laid = Room.required(image.canvas(), whole.of(fitted));
        Canvas tile = new Canvas(side, side);
        int rows = laid.height() / side;
        int columns = laid.width() / side;
        Transformed large =
                ImageTransform.applyAll(
                        image,
                        List.of(
                                new ImageTransform.ResizeExact(fitted, resample),
                                new ImageTransform.ResizeExact(laid, resample)));
        List<Image> pieces = new ArrayList<>();
        boolean alone = rows == 1 && columns == 1;
        for (int i = 0; i < rows * columns && !alone; i++) {
            ImageTransform cut = new ImageTransform.Tile(tile, i / columns, i % columns);
            pieces.add(cut.apply(large.pixels()).pixels());
        }
        Transformed small = new ImageTransform.ResizeExact(tile, resample).apply(large.pixels());
        pieces.add(small.pixels());
        return new PreparedImage(
                normalized(pieces),
                new ImageGrid.Tiles(alone ? 0 : rows, alone ? 0 : columns, side),
                large.geometry().then(small.geometry()));
    }

    private float[] normalized(List<Image> pieces) {
        int length = 3 * side * side;
        float[] all = new float[Math.multiplyExact(length, pieces.size())];
        for (int i = 0; i < pieces.size(); i++) {
            System.arraycopy(normalizer.normalize(pieces.get(i)), 0, all, i * length, length);
        }
        return all;
    }
}
