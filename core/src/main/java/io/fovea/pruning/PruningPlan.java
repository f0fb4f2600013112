package io.fovea.pruning;

import io.fovea.checkpoint.Provenance;
import io.fovea.config.StrictJson;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Which layers of a model go, and why, as strict JSON.
 *
 * @param model the model it was made for
 * @param layers L of that model
 * @param rule how the layers were chosen
 * @param score by which they were ranked; null where they were listed
 * @param visualLayers the ones that were not to be touched, ascending; empty for none
 * @param removed the ones that go, ascending; empty leaves the model as it is
 * @param provenance what made it
 */
public record PruningPlan(
        ModelIdentity model,
        int layers,
        Rule rule,
        @Nullable Score score,
        List<Integer> visualLayers,
        List<Removal> removed,
        Provenance provenance) {

    /** How layers are chosen. */
    public enum Rule {
        /** The least important of those that are not visual layers (Visual Region). */
        OUTSIDE,
        /** The least important of all. */
        ANYWHERE,
        /** Somebody named them. */
        LISTED
    }

    /**
     * A layer that goes.
     *
     * @param layer its index, from 0
     * @param score its number, or that of the run of layers that goes as one; null where it was
     *     listed
     */
    public record Removal(int layer, @Nullable Double score) {}

    public PruningPlan {
        visualLayers = List.copyOf(visualLayers);
        removed = List.copyOf(removed);
        if (layers < 1) {
            throw new IllegalArgumentException("layers is at least 1, got " + layers);
        }
        List<Integer> gone = removed.stream().map(Removal::layer).toList();
        checkIndices("visual_layers", visualLayers, layers);
        checkIndices("the layers to remove", gone, layers);
        Set<Integer> both = new TreeSet<>(gone);
        both.retainAll(visualLayers);
        if (!both.isEmpty()) {
            throw new IllegalArgumentException(
                    "layers " + both + " are visual layers, which stay, and are to be removed");
        }
        if (gone.size() >= layers) {
            throw new IllegalArgumentException(
                    "all " + layers + " layers are to be removed; at least one stays");
        }
        if ((rule == Rule.OUTSIDE) == visualLayers.isEmpty()) {
            throw new IllegalArgumentException(
                    "the rule 'outside', and no other, comes with visual_layers, got "
                            + visualLayers);
        }
    }

    private static void checkIndices(String what, List<Integer> indices, int layers) {
        List<Integer> past =
                indices.stream().filter(i -> i < 0 || i >= layers).sorted().distinct().toList();
        if (!past.isEmpty()) {
            throw new IllegalArgumentException(
                    "the model has layers 0 to "
                            + (layers - 1)
                            + ", but "
                            + what
                            + " name "
                            + past
                            + "; count from 0");
        }
        if (new HashSet<>(indices).size() < indices.size()) {
            throw new IllegalArgumentException(what + " name a layer twice: " + indices);
        }
    }

    /** Reads a file. */
    public static PruningPlan read(Path file) {
        return StrictJson.read(file, PruningPlan.class);
    }

    /**
     * Layers that somebody names.
     *
     * @param list indices from 0
     * @throws IllegalArgumentException when one lies past the end or is named twice
     */
    public static PruningPlan listed(
            ModelIdentity model, int layers, List<Integer> list, Provenance provenance) {
        List<Removal> removed =
                list.stream().sorted().map(layer -> new Removal(layer, null)).toList();
        return new PruningPlan(model, layers, Rule.LISTED, null, List.of(), removed, provenance);
    }

    /** The layers that stay, ascending. */
    public List<Integer> stays() {
        Set<Integer> gone = new HashSet<>(removed.stream().map(Removal::layer).toList());
        return IntStream.range(0, layers).filter(layer -> !gone.contains(layer)).boxed().toList();
    }

    /**
     * Checks that the plan is for a model.
     *
     * @param what names the plan, for the error
     * @throws IllegalArgumentException when it was made for another one
     */
    public void requireFits(ModelIdentity other, int otherLayers, String what) {
        if (layers != otherLayers) {
            throw new IllegalArgumentException(
                    what
                            + " is for a model of "
                            + layers
                            + " layers, and "
                            + other.folder()
                            + " has "
                            + otherLayers
                            + "; name the model it was made for ("
                            + model.folder()
                            + ")");
        }
        other.require(model, what);
    }
}
