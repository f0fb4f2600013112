package io.fovea.loss;

import io.fovea.tensor.Ops;
import io.fovea.tensor.Tensor;

/**
 * How far masks are from where they should be: logits {@code [N, Y, X]} against coverage {@code [N,
 * Y, X]} in 0..1.
 *
 * @param dice whether overlap is measured for each region or for the batch as a whole
 * @param smoothing added to both sides of the DICE fraction: 1e-6 in PerceptionGPT (pooled), 1 in
 *     DETR, 1e-3 in LISA (both per region)
 */
public record MaskLoss(Dice dice, double smoothing) {

    /** What one DICE fraction is taken over. */
    public enum Dice {
        /** Each region counts alike, whatever its size. */
        PER_REGION,
        /** All pixels of the batch together: large regions count more. */
        POOLED
    }

    public MaskLoss {
        if (!(smoothing > 0)) {
            throw new IllegalArgumentException("DICE smoothing must be above 0, got " + smoothing);
        }
    }

    /** PerceptionGPT's form. */
    public static MaskLoss pooled() {
        return new MaskLoss(Dice.POOLED, 1e-6);
    }

    /** DETR's form. */
    public static MaskLoss perRegion() {
        return new MaskLoss(Dice.PER_REGION, 1);
    }

    /** Mean binary cross entropy over all pixels of all regions; 0 without regions. A scalar. */
    public static Tensor crossEntropy(Tensor logits, Tensor coverage) {
        check(logits, coverage);
        if (logits.elements() == 0) {
            return logits.sum();
        }
        return Ops.binaryCrossEntropyWithLogits(logits, coverage).mean();
    }

    /**
     * {@code 1 - (2 sum(p t) + s) / (sum p + sum t + s)} with p the sigmoid of the logits, in 0..1;
     * 0 without regions. A scalar. Milletari et al., arXiv 1606.04797, without squares.
     */
    public Tensor overlap(Tensor logits, Tensor coverage) {
        check(logits, coverage);
        if (logits.elements() == 0) {
            return logits.sum();
        }
        long rows = dice == Dice.POOLED ? 1 : logits.size(0);
        Tensor p = logits.sigmoid().reshape(rows, -1);
        Tensor t = coverage.reshape(rows, -1);
        Tensor shared = p.mul(t).sum(1, false).mul(2).add(smoothing);
        Tensor total = p.sum(1, false).add(t.sum(1, false)).add(smoothing);
        return shared.div(total).neg().add(1).mean();
    }

    private static void check(Tensor logits, Tensor coverage) {
        if (logits.rank() != 3 || !logits.shape().equals(coverage.shape())) {
            throw new IllegalArgumentException(
                    "a mask loss expects logits and coverage [N, Y, X] of one size, got "
                            + logits.shape()
                            + " and "
                            + coverage.shape());
        }
    }
}
