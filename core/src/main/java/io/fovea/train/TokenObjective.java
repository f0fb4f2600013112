package io.fovea.train;

import io.fovea.data.Batch;
import io.fovea.loss.LossTerms;
import io.fovea.loss.TokenLoss;
import io.fovea.model.Readouts;
import io.fovea.tensor.Tensor;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Cross entropy of the answer tokens alone. Measures whether the first token of each answer is
 * right, by kind.
 *
 * @param mean what counts the same; null for exchanges
 */
record TokenObjective(double weight, Objectives.@Nullable TokenMean mean) implements Objective {

    @Override
    public LossTerms add(
            LossTerms terms,
            ForwardPass pass,
            RandomGenerator random,
            Map<String, Measure> measures) {
        Batch batch = pass.batch();
        Tensor states =
                Readouts.gather(pass.spoken().last(), batch.predicting(), Readouts.At.ITSELF);
        Tensor logits = pass.model().language().logits(states);
        Tensor targets = Tensor.of(batch.targets(), batch.targets().length);
        long[] said = logits.detach().argmax(-1).toLongs();
        for (int i = 0; i < batch.openings().length; i++) {
            int opening = batch.openings()[i];
            Measure.of(
                    measures,
                    "first_" + batch.kinds().get(i),
                    said[opening] == batch.targets()[opening]);
        }
        Tensor shares = mean == Objectives.TokenMean.TOKEN ? null : shares(batch);
        return terms.with("tokens", TokenLoss.mean(logits, targets, shares), weight);
    }

    /** One over the length of the answer that each token belongs to, {@code [N]}. */
    private static Tensor shares(Batch batch) {
        float[] shares = new float[batch.targets().length];
        int[] openings = batch.openings();
        for (int i = 0; i < openings.length; i++) {
            int end = i + 1 < openings.length ? openings[i + 1] : shares.length;
            Arrays.fill(shares, openings[i], end, 1f / (end - openings[i]));
        }
        return Tensor.of(shares, shares.length);
    }
}
