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
 * attention on its patches, read where a place is predicted (answers) or told (questions).
 */
record AttentionObjective(Objectives.Attention settings) implements Objective {

    @Override
    public LossTerms add(
            LossTerms terms,
            ForwardPass pass,
            RandomGenerator random,
            Map<String, Measure> measures) {
        Batch batch = pass.batch();
        if (batch.places().isEmpty()) {
            return terms;
        }
        Tensor probabilities = Objects.requireNonNull(pass.attention().get(settings.layer()));
        long heads = settings.heads();
        long length = batch.length();
        long patches = pass.vision().tokens().size(1);
        List<Batch.Place> places = batch.places();
        long[] rows = new long[places.size()];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = places.get(i).position() - (places.get(i).answer() ? 1 : 0);
        }
        Tensor looks =
                probabilities
                        .narrow(1, 0, heads)
                        .narrow(3, batch.prefix() - patches, patches)
                        .transpose(1, 2)
                        .reshape(batch.rows() * length, heads, patches)
                        .indexSelect(0, Tensor.of(rows, rows.length));
        Tensor shown = TargetTensors.patches(places.stream().map(Batch.Place::target).toList());
        Tensor mass = looks.mul(shown.unsqueeze(1)).sum(-1, false);
        return terms.with("attention", mass.add(1e-6).log().neg().mean(), settings.weight());
    }
}
