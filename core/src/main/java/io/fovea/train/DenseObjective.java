package io.fovea.train;

import io.fovea.data.Batch;
import io.fovea.data.RegionTargets;
import io.fovea.loss.BoxLoss;
import io.fovea.loss.LossTerms;
import io.fovea.loss.MaskLoss;
import io.fovea.perception.PerceptionHead;
import io.fovea.tensor.Ops;
import io.fovea.tensor.Tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Kinds, boxes and masks straight from the image tokens, without a word: an auxiliary loss that
 * teaches the tower what and where things are, in the form that the language model's own embeddings
 * and heads use.
 */
record DenseObjective(Objectives.Dense weights, MaskLoss maskLoss) implements Objective {

    @Override
    public LossTerms add(
            LossTerms terms,
            ForwardPass pass,
            RandomGenerator random,
            Map<String, Measure> measures) {
        Batch batch = pass.batch();
        if (batch.pictured().length == 0) {
            return terms;
        }
        KindClassifier classifier = KindClassifier.of(pass.model());
        Tensor all = pass.seen().tokens();
        int patches = batch.patches();
        Tensor tokens = all.narrow(1, all.size(1) - patches, patches);
        Tensor flat = tokens.reshape(tokens.size(0) * patches, tokens.size(2));
        Patches shown = Patches.of(batch, patches, classifier);
        Tensor normed = pass.model().language().finalNorm(flat);
        if (weights.kinds() > 0 && shown.counts()) {
            terms = kinds(terms, pass, flat, shown, measures);
        }
        if (shown.positions().length == 0) {
            return terms;
        }
        Tensor states =
                normed.indexSelect(0, Tensor.of(shown.positions(), shown.positions().length));
        Tensor boxes = PerceptionHead.of(pass.model()).decodeBoxes(states);
        Tensor wanted = TargetTensors.boxes(shown.targets());
        terms =
                terms.with("dense_l1", BoxLoss.l1(boxes, wanted), weights.l1())
                        .with("dense_giou", BoxLoss.giou(boxes, wanted), weights.giou());
        if (weights.names() > 0) {
            terms = terms.with("dense_name", names(pass, states, shown), weights.names());
        }
        if (weights.masks() == 0) {
            return terms;
        }
        Patches chosen = shown.onePerThing(random).annotated();
        return chosen.positions().length == 0 ? terms : masks(terms, pass, normed, chosen);
    }

    private LossTerms kinds(
            LossTerms terms,
            ForwardPass pass,
            Tensor flat,
            Patches shown,
            Map<String, Measure> measures) {
        KindClassifier classifier = KindClassifier.of(pass.model());
        Tensor labels = Tensor.of(shown.labels(), shown.labels().length);
        Tensor weight = Tensor.of(shown.labelWeights(), shown.labelWeights().length);
        Tensor byWord = classifier.byWord(flat, pass.model().language());
        Tensor total = weight.sum();
        long[] guess = byWord.detach().argmax(-1).toLongs();
        for (long position : shown.positions()) {
            Measure.of(
                    measures,
                    "patch_kind",
                    guess[(int) position] == shown.labels()[(int) position]);
        }
        Tensor words = Ops.crossEntropy(byWord, labels).mul(weight).sum().div(total);
        Tensor linear =
                Ops.crossEntropy(classifier.linear(flat), labels).mul(weight).sum().div(total);
        return terms.with("dense_word", words, weights.kinds())
                .with("dense_kind", linear, weights.kinds());
    }

    private static Tensor names(ForwardPass pass, Tensor states, Patches shown) {
        KindClassifier classifier = KindClassifier.of(pass.model());
        long[] tokens = new long[shown.positions().length];
        for (int i = 0; i < tokens.length; i++) {
            long kind = shown.labels()[(int) shown.positions()[i]];
            tokens[i] = classifier.firstToken((int) kind);
        }
        Tensor logits = pass.model().language().logits(states);
        return Ops.crossEntropy(logits, Tensor.of(tokens, tokens.length)).mean();
    }

    private LossTerms masks(LossTerms terms, ForwardPass pass, Tensor normed, Patches chosen) {
        Tensor states =
                normed.indexSelect(0, Tensor.of(chosen.positions(), chosen.positions().length));
        int patches = pass.batch().patches();
        long[] rows = new long[chosen.positions().length];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = chosen.positions()[i] / patches;
        }
        Tensor coverage = TargetTensors.coverage(chosen.targets()).squeeze(1);
        Tensor logits =
                TargetTensors.fitted(
                        PerceptionHead.of(pass.model())
                                .decodeMasks(states, pass.imageFeatures(), rows),
                        coverage);
        return terms.with("dense_bce", MaskLoss.crossEntropy(logits, coverage), weights.masks())
                .with("dense_dice", maskLoss.overlap(logits, coverage), weights.masks());
    }

    /**
     * The patches of a batch that show a thing.
     *
     * @param positions flat positions {@code picture * P + patch}
     * @param targets of each position
     * @param labels kind of every patch, {@code [R * P]}; the last kind is the background
     * @param labelWeights what each label counts; 0 for patches on an edge, and of kinds that this
     *     run does not know
     */
    private record Patches(
            long[] positions, List<Batch.Target> targets, long[] labels, float[] labelWeights) {

        /** Whether any label counts. */
        boolean counts() {
            for (float weight : labelWeights) {
                if (weight > 0) {
                    return true;
                }
            }
            return false;
        }

        static Patches of(Batch batch, int patches, KindClassifier classifier) {
            int all = batch.pictured().length * patches;
            float[] covered = new float[all];
            long[] labels = new long[all];
            Batch.Target[] owner = new Batch.Target[all];
            for (Batch.Thing thing : batch.things()) {
                float[] coverage = thing.target().patchCoverage();
                float[] shown = RegionTargets.shown(coverage);
                for (int i = 0; i < patches; i++) {
                    int at = batch.picture(thing.row()) * patches + i;
                    covered[at] += coverage[i];
                    if (shown[i] > 0 && classifier.knows(thing.label())) {
                        owner[at] = thing.target();
                        labels[at] = classifier.index(thing.label());
                    }
                }
            }
            return collect(covered, labels, owner, classifier.background());
        }

        private static Patches collect(
                float[] covered, long[] labels, Batch.Target[] owner, long background) {
            List<Long> positions = new ArrayList<>();
            List<Batch.Target> targets = new ArrayList<>();
            float[] weights = new float[covered.length];
            for (int i = 0; i < covered.length; i++) {
                if (owner[i] != null) {
                    positions.add((long) i);
                    targets.add(owner[i]);
                    weights[i] = 1;
                } else {
                    labels[i] = background;
                    weights[i] = covered[i] < 0.1f ? 0.25f : 0;
                }
            }
            return new Patches(
                    positions.stream().mapToLong(Long::longValue).toArray(),
                    targets,
                    labels,
                    weights);
        }

        /** Those of things whose pixels are annotated. */
        Patches annotated() {
            int[] known =
                    IntStream.range(0, positions.length)
                            .filter(i -> targets.get(i).hasMask())
                            .toArray();
            return new Patches(
                    Arrays.stream(known).mapToLong(i -> positions[i]).toArray(),
                    Arrays.stream(known).mapToObj(targets::get).toList(),
                    labels,
                    labelWeights);
        }

        /** One patch of each thing, drawn at random. */
        Patches onePerThing(RandomGenerator random) {
            Map<Batch.Target, List<Integer>> byThing = new LinkedHashMap<>();
            for (int i = 0; i < positions.length; i++) {
                byThing.computeIfAbsent(targets.get(i), ignored -> new ArrayList<>()).add(i);
            }
            long[] chosen = new long[byThing.size()];
            List<Batch.Target> kept = new ArrayList<>();
            byThing.forEach(
                    (target, choices) -> {
                        chosen[kept.size()] =
                                positions[choices.get(random.nextInt(choices.size()))];
                        kept.add(target);
                    });
            return new Patches(chosen, kept, labels, labelWeights);
        }
    }
}
