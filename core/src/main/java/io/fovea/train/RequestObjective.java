package io.fovea.train;

import io.fovea.data.Batch;
import io.fovea.data.RegionTargets;
import io.fovea.interaction.AskedBatch;
import io.fovea.loss.LossTerms;
import io.fovea.tensor.Tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;

/** Teaches slots of an interaction network to look at what was asked about. */
record RequestObjective(Objectives.Requests settings) implements Objective {

    @Override
    public LossTerms add(
            LossTerms terms,
            ForwardPass pass,
            RandomGenerator random,
            Map<String, Measure> measures) {
        List<Tensor> shares = new ArrayList<>();
        for (AskedBatch.Looks looks : pass.slots()) {
            if (looks.asked().stream().anyMatch(one -> !one.about().isEmpty())) {
                shares.add(share(looks, pass.seen().rows(), pass.seen().cols()));
            }
        }
        if (shares.isEmpty()) {
            return terms;
        }
        Tensor all = Tensor.cat(shares, 0);
        double count = all.size(0);
        measures.merge(
                "slots_look",
                new Measure(all.detach().mean().item() * count, count),
                Measure::plus);
        return terms.with("requests", all.add(1e-6).log().neg().mean(), settings.weight());
    }

    /**
     * How much of the attention of each supervised slot, mean over the heads, falls on what was
     * asked about: {@code [N, slots]}, N the requests that are about something.
     */
    Tensor share(AskedBatch.Looks looks, int rows, int columns) {
        long[] known =
                LongStream.range(0, looks.asked().size())
                        .filter(i -> !looks.asked().get((int) i).about().isEmpty())
                        .toArray();
        int patches = rows * columns;
        float[] shown = new float[known.length * patches];
        for (int i = 0; i < known.length; i++) {
            List<Batch.Target> about = looks.asked().get((int) known[i]).about();
            float[] own = RegionTargets.shown(about, rows, columns);
            System.arraycopy(own, 0, shown, i * patches, patches);
        }
        return looks.shares()
                .indexSelect(0, Tensor.of(known, known.length))
                .mean(1, false)
                .narrow(1, 0, settings.slots())
                .mul(Tensor.of(shown, known.length, 1, patches))
                .sum(-1, false);
    }
}
