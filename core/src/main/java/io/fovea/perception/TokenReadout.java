package io.fovea.perception;

import io.fovea.chat.PlaceInput;
import io.fovea.data.Batch;
import io.fovea.data.RegionTargets;
import io.fovea.generate.ReadoutHandler;
import io.fovea.geometry.Box;
import io.fovea.geometry.ImageGeometry;
import io.fovea.geometry.Mask;
import io.fovea.geometry.Region;
import io.fovea.model.Readouts;
import io.fovea.model.VisualFeatures;
import io.fovea.tensor.DType;
import io.fovea.tensor.Ops;
import io.fovea.tensor.Tensor;

import java.util.Set;

/**
 * PerceptionGPT's reading of a place token while a model answers (arXiv 2311.06612): the state that
 * predicts the token gives a box and a mask, which become a region of the original picture, and
 * their encoding becomes the input of the token itself. For one answer about one picture.
 *
 * <p>The score of a region is the probability of its token times how sure the mask is of itself
 * ({@link PerceptionHead#score}; 0.5, the least that a mask can have, where it is empty). Boxes are
 * clipped to the picture. A mask without any pixel on the picture is left out: the region then has
 * its box only, and the box is written back as its own coverage, as training does for places
 * without masks.
 */
public final class TokenReadout implements ReadoutHandler {

    private static final double LEAST_CERTAINTY = 0.5;

    private final PerceptionHead head;
    private final int vis;
    private final ImageGeometry geometry;
    private final int grid;

    /**
     * @param vis id of the place token
     * @param geometry from the original picture to the model's input
     * @param grid G, side of the coverage grid that the head's mask encoder reads
     */
    public TokenReadout(PerceptionHead head, int vis, ImageGeometry geometry, int grid) {
        this.head = head;
        this.vis = vis;
        this.geometry = geometry;
        this.grid = grid;
    }

    @Override
    public Set<Integer> tokens() {
        return Set.of(vis);
    }

    @Override
    public Readouts.At at() {
        return Readouts.At.PREDICTING;
    }

    @Override
    public Readout read(Tensor state, VisualFeatures seen, double probability) {
        ImageFeatures image =
                new ImageFeatures(seen.maskFeatures(), seen.rows(), seen.cols(), seen.skip());
        Decoded decoded = head.decode(state, image, new long[] {0});
        Region region = region(decoded, probability);
        Tensor coverage =
                region.mask() == null
                        ? boxCoverage(region).to(state.dtype()).to(state.device())
                        : coverage(decoded.maskLogits()).to(state.dtype());
        return new Readout(region, head.encode(decoded.boxesCxcywh(), coverage, PlaceInput.BOTH));
    }

    private Region region(Decoded decoded, double probability) {
        float[] f = decoded.boxesCxcywh().toFloats();
        Box box =
                geometry.toOriginal(Box.ofCxcywhFraction(f[0], f[1], f[2], f[3], geometry.model()))
                        .clipped();
        long[] dims = decoded.maskLogits().dims();
        Mask mask =
                geometry.toOriginal(
                        decoded.maskLogits().toFloats(), (int) dims[2], (int) dims[1], 0f);
        double sure = PerceptionHead.score(decoded.maskLogits().to(DType.FLOAT32)).item();
        return new Region(
                box,
                mask.area() == 0 ? null : mask,
                null,
                Math.clamp(probability * Math.max(LEAST_CERTAINTY, sure), 0, 1));
    }

    /** 1 where the mask is inside, {@code [1, Y, X] -> [1, 1, G, G]}. */
    private Tensor coverage(Tensor maskLogits) {
        Tensor logits = maskLogits.unsqueeze(1);
        boolean fits = logits.size(2) == grid && logits.size(3) == grid;
        return (fits ? logits : Ops.resizeBilinear(logits, grid, grid)).gt(0);
    }

    private Tensor boxCoverage(Region region) {
        Batch.Target target = new RegionTargets(grid, 1).of(region, geometry);
        return Tensor.of(target.coverage(), 1, 1, grid, grid);
    }
}
