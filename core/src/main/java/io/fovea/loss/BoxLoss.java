package io.fovea.loss;

import io.fovea.tensor.Tensor;

/**
 * How far boxes are from where they should be. Boxes are {@code [N, 4]} as centre x, centre y,
 * width, height, in fractions of the picture.
 *
 * <p>PerceptionGPT's loss is the sum of the two terms. Its released code converts boxes that are
 * corners already a second time before GIoU, which is wrong; here GIoU is the published one
 * (Rezatofighi et al., arXiv 1902.09630).
 */
public final class BoxLoss {

    /** Keeps the ratios of boxes without any area finite; far below the area of a pixel. */
    private static final double TINY_AREA = 1e-12;

    private BoxLoss() {}

    /** Mean of the absolute difference over all {@code 4 N} numbers; 0 without boxes. A scalar. */
    public static Tensor l1(Tensor predictedCxcywh, Tensor targetCxcywh) {
        check(predictedCxcywh, targetCxcywh);
        long numbers = Math.max(1, predictedCxcywh.elements());
        return predictedCxcywh.sub(targetCxcywh).abs().sum().div(numbers);
    }

    /** Mean of {@code 1 - GIoU} over pairs, in 0..2; 0 without boxes. A scalar. */
    public static Tensor giou(Tensor predictedCxcywh, Tensor targetCxcywh) {
        long boxes = Math.max(1, predictedCxcywh.size(0));
        return giouOfPairs(predictedCxcywh, targetCxcywh).neg().add(1).sum().div(boxes);
    }

    /**
     * Generalised intersection over union of box i with target i.
     *
     * @return {@code [N]} in -1..1; 1 for equal boxes, below 0 for boxes far apart
     */
    public static Tensor giouOfPairs(Tensor predictedCxcywh, Tensor targetCxcywh) {
        check(predictedCxcywh, targetCxcywh);
        Corners a = Corners.of(predictedCxcywh);
        Corners b = Corners.of(targetCxcywh);
        Tensor shared = area(a.low().maximum(b.low()), a.high().minimum(b.high()));
        Tensor union = area(a.low(), a.high()).add(area(b.low(), b.high())).sub(shared);
        Tensor hull = area(a.low().minimum(b.low()), a.high().maximum(b.high()));
        Tensor iou = shared.div(union.clampMin(TINY_AREA));
        return iou.sub(hull.sub(union).div(hull.clampMin(TINY_AREA)));
    }

    /** Low and high corners, {@code [N, 2]} each. */
    private record Corners(Tensor low, Tensor high) {

        static Corners of(Tensor cxcywh) {
            Tensor centre = cxcywh.narrow(1, 0, 2);
            Tensor half = cxcywh.narrow(1, 2, 2).mul(0.5);
            return new Corners(centre.sub(half), centre.add(half));
        }
    }

    /** {@code [N]}; 0 where high lies below low. */
    private static Tensor area(Tensor low, Tensor high) {
        Tensor sides = high.sub(low).clampMin(0);
        return sides.select(1, 0).mul(sides.select(1, 1));
    }

    private static void check(Tensor predicted, Tensor target) {
        if (predicted.rank() != 2
                || predicted.size(1) != 4
                || !predicted.shape().equals(target.shape())) {
            throw new IllegalArgumentException(
                    "a box loss expects predictions and targets [N, 4] of one N, got "
                            + predicted.shape()
                            + " and "
                            + target.shape());
        }
    }
}
