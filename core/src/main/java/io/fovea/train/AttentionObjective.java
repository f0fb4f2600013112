package io.fovea.train;

import io.fovea.data.Batch;
import io.fovea.loss.LossTerms;
import io.fovea.tensor.Tensor;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;

/**
 * Teaches some heads of one layer to look at the place in question: minus the logarithm of the
 * attention on its patches, read at the states that predict the answer.
 */
record AttentionObjective(Objectives.Attention settings) implements Objective {

    @Override
    public LossTerms add(
            LossTerms terms,
            ForwardPass pass,
            RandomGenerator random,
            Map<String, Measure> measures) {
        Batch batch = pass.batch();
        List<Batch.Look> wanted = batch.looks();
        if (wanted.isEmpty()) {
            return terms;
        }
        Tensor probabilities = Objects.requireNonNull(pass.attention().get(settings.layer()));
        long heads = settings.heads();
        long length = batch.length();
        int patches = batch.patches();
        long[] images = batch.images();
        long behind = images[images.length - 1] % length + 1;
        long[] rows = new long[wanted.size()];
        float[] shown = new float[wanted.size() * patches];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = wanted.get(i).position();
            System.arraycopy(wanted.get(i).patches(), 0, shown, i * patches, patches);
        }
        Tensor looks =
                probabilities
                        .narrow(1, 0, heads)
                        .narrow(3, behind - patches, patches)
                        .transpose(1, 2)
                        .reshape(batch.rows() * length, heads, patches)
                        .indexSelect(0, Tensor.of(rows, rows.length));
        Tensor flags = Tensor.of(shown, rows.length, patches);
        Tensor mass = looks.mul(flags.unsqueeze(1)).sum(-1, false);
        return terms.with("attention", mass.add(1e-6).log().neg().mean(), settings.weight());
    }
}
