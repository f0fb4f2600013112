package io.fovea.model.images;

import io.fovea.geometry.Canvas;
import io.fovea.image.Image;
import io.fovea.image.ImageTransform;
import io.fovea.image.PixelNormalizer;
import io.fovea.image.Resample;
import io.fovea.image.Transformed;

import java.util.List;
import java.util.Optional;

/**
 * The picture in one piece: perhaps padded to a square, resized, perhaps its middle cut out. {@code
 * CLIPImageProcessor} and {@code SiglipImageProcessor} of Hugging Face, and {@code expand2square}
 * of LLaVA and Bunny before them.
 *
 * @param square the colour {@code 0xRRGGBB} that pads to a square; empty to take the picture as it
 *     is
 * @param resizing which size
 * @param resample by which filter
 * @param crop the middle part that is kept; what a smaller picture lacks is black
 * @param normalizer bytes to numbers
 */
public record WholePicture(
        Optional<Integer> square,
        Resizing resizing,
        Resample resample,
        Optional<Canvas> crop,
        PixelNormalizer normalizer)
        implements ImageProcessor {

    @Override
    public PreparedImage prepare(Image image) {
        Transformed seen = ImageTransform.applyAll(image, steps(image.canvas()));
        return new PreparedImage(
                normalizer.normalize(seen.pixels()),
                new ImageGrid.Whole(seen.pixels().canvas()),
                seen.geometry());
    }

    private List<ImageTransform> steps(Canvas picture) {
        ImageTransform resized =
                square.<ImageTransform>map(colour -> padded(picture, colour))
                        .orElseGet(() -> resized(picture));
        return crop.isEmpty()
                ? List.of(resized)
                : List.of(resized, new ImageTransform.CenterCrop(crop.get()));
    }

    private ImageTransform padded(Canvas picture, int colour) {
        int side = Math.max(picture.width(), picture.height());
        Canvas size = Room.required(picture, resizing.of(new Canvas(side, side)));
        return new ImageTransform.PadSquareResize(colour, size, resample);
    }

    /** Only what the crop will keep. */
    private ImageTransform resized(Canvas picture) {
        Canvas size = resizing.of(picture);
        Canvas kept = size;
        if (crop.isPresent()) {
            Canvas most = crop.get();
            kept =
                    new Canvas(
                            Math.min(size.width(), most.width()),
                            Math.min(size.height(), most.height()));
        }
        int left = (size.width() - kept.width()) / 2;
        int top = (size.height() - kept.height()) / 2;
        return new ImageTransform.ResizePart(
                size, left, top, Room.required(picture, kept), resample);
    }
}
