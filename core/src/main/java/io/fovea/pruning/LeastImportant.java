package io.fovea.pruning;

import io.fovea.checkpoint.Provenance;
import io.fovea.pruning.PruningPlan.Removal;
import io.fovea.pruning.PruningPlan.Rule;

import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * The layers with the smallest scores go first; of equal ones the deeper layer. By {@link
 * Score#BLOCK_ANGULAR_DISTANCE} the run of neighbours across which the states turn least goes as
 * one (Gromov et al.).
 *
 * @param scores of the model
 * @param score which of them
 * @param remove how many layers go
 * @param visualLayers layers that stay whatever their score; empty for the plain rule
 */
public record LeastImportant(
        ScoreFile scores, Score score, int remove, List<Integer> visualLayers) {

    public LeastImportant {
        visualLayers = visualLayers.stream().sorted().toList();
        if (remove < 0) {
            throw new IllegalArgumentException(
                    "the number of layers to remove is at least 0, got " + remove);
        }
    }

    /**
     * The plan.
     *
     * @throws IllegalArgumentException when fewer layers are left than are to go, or the score is
     *     not in the file
     */
    public PruningPlan plan(Provenance provenance) {
        int layers = scores.layers();
        List<Integer> candidates =
                IntStream.range(0, layers)
                        .filter(layer -> !visualLayers.contains(layer))
                        .boxed()
                        .toList();
        if (remove > candidates.size() || remove >= layers) {
            throw new IllegalArgumentException(
                    remove
                            + " layers are to be removed, but the model has "
                            + layers
                            + (visualLayers.isEmpty()
                                    ? ", of which at least one stays"
                                    : ", of which the visual layers "
                                            + visualLayers
                                            + " stay and "
                                            + candidates.size()
                                            + " are left")
                            + "; remove fewer");
        }
        List<Removal> removed =
                score == Score.BLOCK_ANGULAR_DISTANCE ? run(candidates) : single(candidates);
        return new PruningPlan(
                scores.model(),
                layers,
                visualLayers.isEmpty() ? Rule.ANYWHERE : Rule.OUTSIDE,
                score,
                visualLayers,
                removed,
                provenance);
    }

    private List<Removal> single(List<Integer> candidates) {
        List<Double> values = scores.of(score);
        return candidates.stream()
                .sorted(
                        Comparator.<Integer, Double>comparing(values::get)
                                .thenComparing(Comparator.reverseOrder()))
                .limit(remove)
                .sorted()
                .map(layer -> new Removal(layer, values.get(layer)))
                .toList();
    }

    private List<Removal> run(List<Integer> candidates) {
        if (remove == 0) {
            return List.of();
        }
        List<Double> distances = scores.blocks(remove);
        TreeSet<Integer> free = new TreeSet<>(candidates);
        int first =
                IntStream.range(0, distances.size())
                        .filter(from -> free.subSet(from, from + remove).size() == remove)
                        .boxed()
                        .min(
                                Comparator.<Integer, Double>comparing(distances::get)
                                        .thenComparing(Comparator.reverseOrder()))
                        .orElseThrow(
                                () ->
                                        new IllegalArgumentException(
                                                "the visual layers "
                                                        + visualLayers
                                                        + " leave no "
                                                        + remove
                                                        + " layers in a row; remove fewer, or rank"
                                                        + " single layers by angular_distance"));
        return IntStream.range(first, first + remove)
                .mapToObj(layer -> new Removal(layer, distances.get(first)))
                .toList();
    }
}
