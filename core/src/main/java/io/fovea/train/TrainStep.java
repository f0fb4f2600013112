package io.fovea.train;

import io.fovea.chat.PlaceInput;
import io.fovea.data.Batch;
import io.fovea.loss.LossTerms;
import io.fovea.loss.MaskLoss;
import io.fovea.model.VisionLanguageModel;
import io.fovea.tensor.AdamW;
import io.fovea.tensor.Scope;
import io.fovea.tensor.Tensor;
import io.fovea.tuning.Adapters;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * One optimizer step: forward, losses, backward, clip, update. All native memory of a pass ends
 * with it.
 */
final class TrainStep {

    private final Replicas replicas;
    private final Recipe.Stage stage;
    private final AdamW optimizer;
    private final double clip;
    private final long seed;
    private final List<Objective> objectives;

    TrainStep(Replicas replicas, Recipe.Stage stage, AdamW optimizer, double clip, long seed) {
        this.replicas = replicas;
        this.stage = stage;
        this.optimizer = optimizer;
        this.clip = clip;
        this.seed = seed;
        objectives = objectives(stage.objectives());
    }

    private static List<Objective> objectives(Objectives weights) {
        List<Objective> list = new ArrayList<>();
        if (weights.tokens() > 0) {
            list.add(new TokenObjective(weights.tokens(), weights.tokenMean()));
        }
        if (weights.places() != null) {
            list.add(new PlaceObjective(weights.places(), MaskLoss.perRegion()));
        }
        if (weights.attention() != null) {
            list.add(new AttentionObjective(weights.attention()));
        }
        if (weights.requests() != null) {
            list.add(new RequestObjective(weights.requests()));
        }
        if (weights.dense() != null) {
            list.add(new DenseObjective(weights.dense(), MaskLoss.perRegion()));
        }
        return list;
    }

    /**
     * What a step measured.
     *
     * @param losses each term, mean over the accumulated passes
     * @param gradientNorm before clipping
     * @param skipped whether the gradient was not finite, so that nothing was updated
     */
    record Result(
            Map<String, Double> losses,
            Map<String, Objective.Measure> measures,
            double gradientNorm,
            boolean skipped) {}

    /** Takes a step on as many batches as the stage accumulates. */
    Result take(List<Batch> batches, long step, double rate) {
        List<Pass> inputs = new ArrayList<>();
        for (int i = 0; i < batches.size(); i++) {
            inputs.add(new Pass(batches.get(i), (seed * 1_000_003 + step) * 1_000_003 + i));
        }
        Map<String, Double> losses = new LinkedHashMap<>();
        Map<String, Objective.Measure> measures = new LinkedHashMap<>();
        double share = 1.0 / batches.size();
        for (Pass pass : replicas.run(inputs, (model, pass) -> pass.run(model, share))) {
            pass.losses.forEach((name, value) -> losses.merge(name, value * share, Double::sum));
            pass.measures.forEach(
                    (name, measure) -> measures.merge(name, measure, Objective.Measure::plus));
        }
        double norm = optimizer.clipGradNorm(clip);
        boolean finite = Double.isFinite(norm);
        if (finite) {
            optimizer.step(rate);
        }
        optimizer.zeroGrad();
        return new Result(losses, measures, norm, !finite);
    }

    /** One batch on its way through one replica. */
    private final class Pass {

        private final Batch batch;
        private final long seed;
        private final Map<String, Double> losses = new LinkedHashMap<>();
        private final Map<String, Objective.Measure> measures = new LinkedHashMap<>();

        Pass(Batch batch, long seed) {
            this.batch = batch;
            this.seed = seed;
        }

        Pass run(VisionLanguageModel model, double share) {
            RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
            PlaceInput regions = PlaceInput.values()[random.nextInt(PlaceInput.values().length)];
            Adapters.reseed(model, seed);
            try (Scope scope = Scope.open()) {
                ForwardPass pass =
                        ForwardPass.run(
                                model,
                                batch,
                                new ForwardPass.Request(
                                        stage.objectives().needLanguage(),
                                        regions,
                                        attentionLayers()));
                LossTerms terms = LossTerms.empty();
                for (Objective objective : objectives) {
                    terms = objective.add(terms, pass, random, measures);
                }
                learn(terms, share);
            }
            return this;
        }

        /**
         * A batch may have nothing that this stage learns from (no place among its answers): then
         * it adds nothing.
         */
        private void learn(LossTerms terms, double share) {
            if (terms.terms().values().stream().anyMatch(term -> term.weight() != 0)) {
                Tensor total = terms.total();
                total.mul(share).backward();
                losses.put("total", total.item());
            }
            losses.putAll(terms.values());
        }
    }

    private int @Nullable [] attentionLayers() {
        Objectives.Attention attention = stage.objectives().attention();
        return attention == null ? null : new int[] {attention.layer()};
    }
}
