package io.fovea.train;

import io.fovea.data.Batch;
import io.fovea.loss.BoxLoss;
import io.fovea.loss.LossTerms;
import io.fovea.loss.MaskLoss;
import io.fovea.model.Readouts;
import io.fovea.perception.PerceptionHead;
import io.fovea.tensor.Tensor;

import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;

/**
 * Boxes and masks read at the place tokens of the answers (PerceptionGPT); measures box IoU above
 * one half by kind. Masks are learned where pixels are annotated.
 */
record PlaceObjective(Objectives.Places weights, MaskLoss maskLoss) implements Objective {

    @Override
    public LossTerms add(
            LossTerms terms,
            ForwardPass pass,
            RandomGenerator random,
            Map<String, Measure> measures) {
        List<Batch.Place> places =
                pass.batch().places().stream().filter(Batch.Place::answer).toList();
        if (places.isEmpty()) {
            return terms;
        }
        long[] positions = places.stream().mapToLong(Batch.Place::position).toArray();
        long[] rows =
                places.stream().mapToLong(place -> pass.batch().picture(place.row())).toArray();
        Tensor states = Readouts.gather(pass.spoken().last(), positions, Readouts.At.PREDICTING);
        PerceptionHead head = PerceptionHead.of(pass.model());
        Tensor decoded = head.decodeBoxes(states);
        List<Batch.Target> targets = places.stream().map(Batch.Place::target).toList();
        Tensor boxes = TargetTensors.boxes(targets);
        measure(places, decoded.detach(), boxes, measures);
        LossTerms placed =
                terms.with("box_l1", BoxLoss.l1(decoded, boxes), weights.l1())
                        .with("box_giou", BoxLoss.giou(decoded, boxes), weights.giou());
        if (!weights.masks()) {
            return placed;
        }
        return masks(placed, head.decodeMasks(states, pass.imageFeatures(), rows), targets);
    }

    /** Only where the pixels were annotated: a box filled in is no mask. */
    private LossTerms masks(LossTerms terms, Tensor logits, List<Batch.Target> targets) {
        long[] known =
                LongStream.range(0, targets.size())
                        .filter(i -> targets.get((int) i).hasMask())
                        .toArray();
        if (known.length == 0) {
            return terms;
        }
        boolean all = known.length == targets.size();
        Tensor seen = all ? logits : logits.indexSelect(0, Tensor.of(known, known.length));
        List<Batch.Target> annotated = targets.stream().filter(Batch.Target::hasMask).toList();
        Tensor coverage = TargetTensors.coverage(annotated).squeeze(1);
        Tensor fitted = TargetTensors.fitted(seen, coverage);
        return terms.with(
                        "mask_bce",
                        MaskLoss.crossEntropy(fitted, coverage),
                        weights.maskCrossEntropy())
                .with("mask_dice", maskLoss.overlap(fitted, coverage), weights.maskDice());
    }

    private static void measure(
            List<Batch.Place> places,
            Tensor predicted,
            Tensor wanted,
            Map<String, Measure> measures) {
        float[] p = predicted.toFloats();
        float[] w = wanted.toFloats();
        for (int i = 0; i < places.size(); i++) {
            Measure.of(measures, "iou50_" + places.get(i).kind(), iou(p, w, 4 * i) > 0.5);
        }
    }

    private static double iou(float[] a, float[] b, int at) {
        double w = overlap(a[at], a[at + 2], b[at], b[at + 2]);
        double h = overlap(a[at + 1], a[at + 3], b[at + 1], b[at + 3]);
        double union = a[at + 2] * a[at + 3] + b[at + 2] * b[at + 3] - w * h;
        return union <= 0 ? 0 : w * h / union;
    }

    private static double overlap(double centreA, double sizeA, double centreB, double sizeB) {
        return Math.max(
                0,
                Math.min(centreA + sizeA / 2, centreB + sizeB / 2)
                        - Math.max(centreA - sizeA / 2, centreB - sizeB / 2));
    }
}
