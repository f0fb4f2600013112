package io.fovea.model;

import io.fovea.model.images.ImageGrid;
import io.fovea.model.images.PreparedImage;
import io.fovea.nn.Module;
import io.fovea.tensor.Tensor;
import io.fovea.vision.VisionTower;

import java.util.ArrayList;
import java.util.List;

/**
 * The picture side of a model: tower, choice of its states, projector. Weights are named from the
 * root of the model.
 */
public abstract class Vision extends Module {

    /**
     * What a vision is like.
     *
     * @param imageSize side of the square input in pixels; 0 where it depends on the picture
     * @param patchSize side of a patch in pixels
     * @param layers blocks of the tower
     * @param width Dv
     * @param imageTokens for one picture; 0 where it depends on the picture
     */
    public record Form(int imageSize, int patchSize, int layers, int width, int imageTokens) {}

    public abstract Form form();

    /** The tower; what else a vision has joins it to the language model. */
    public abstract VisionTower tower();

    /** Patches on a side of the map that masks are read from; 0 where it depends on the picture. */
    public abstract int maskGrid();

    /**
     * Columns and rows of the square of patches whose tokens a picture's image tokens end with: of
     * the whole picture, or of the tile that shows it whole; 0 where it depends on the picture.
     *
     * @throws IllegalArgumentException when they are no square
     */
    public int tokenGrid() {
        int side = (int) Math.round(Math.sqrt(tileTokens()));
        if (side * side != tileTokens()) {
            throw new IllegalArgumentException(
                    "the model sees a picture as "
                            + tileTokens()
                            + " tokens, expected a square of patches");
        }
        return side;
    }

    /** Image tokens of a picture, or of one tile of it; 0 where it depends on the picture. */
    public int tileTokens() {
        return form().imageTokens();
    }

    /** How many states {@link VisualFeatures#states()} holds. */
    public int featureLayers() {
        return 1;
    }

    /**
     * The tower's states that features are made of, a class token included: {@code [n, prefix + P,
     * Dv]}.
     *
     * @param pixels as for {@link #see}
     */
    public abstract Tensor featureStates(Tensor pixels, PreparedImage image);

    /**
     * Sees one picture.
     *
     * @param pixels its {@link PreparedImage#pixels()} as a tensor of its shape
     */
    public final VisualFeatures see(Tensor pixels, PreparedImage image) {
        return see(pixels, image.grid());
    }

    /** Sees one picture whose pixels lie as a grid says. */
    abstract VisualFeatures see(Tensor pixels, ImageGrid grid);

    /**
     * Sees pictures that are cut alike, for training.
     *
     * @param pixels of all pictures, one behind the other: {@code grid.shape()} as often as there
     *     are pictures, along the first dimension
     */
    public VisualFeatures seeAll(Tensor pixels, ImageGrid grid) {
        if (grid instanceof ImageGrid.Whole) {
            return seeAll(pixels);
        }
        long own = grid.shape()[0];
        List<VisualFeatures> seen = new ArrayList<>();
        for (long from = 0; from < pixels.size(0); from += own) {
            seen.add(see(pixels.narrow(0, from, own), grid));
        }
        return VisualFeatures.cat(seen);
    }

    /**
     * Sees pictures of one size at once.
     *
     * @param pixels {@code [B, 3, Y, X]}
     * @throws UnsupportedOperationException where pictures are not all of one size
     */
    public VisualFeatures seeAll(Tensor pixels) {
        throw new UnsupportedOperationException(
                "this model sees each picture at a size of its own, so not several at once");
    }
}
