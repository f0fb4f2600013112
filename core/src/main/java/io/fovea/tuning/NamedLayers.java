package io.fovea.tuning;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The lists of layers that Wang et al. (arXiv 2412.12785) published: 8 of 32 as their paper has
 * them ({@code visual-region-paper}) and as their training script has them ({@code
 * visual-region-script}), which differ by a shift. Of models with 40 layers only the number, 9, was
 * published; the lists here spread 9 over 40 in the same way, from layer 0 and from layer 1.
 */
final class NamedLayers {

    private static final Map<String, Map<Integer, List<Integer>>> LISTS =
            Map.of(
                    "visual-region-paper",
                    Map.of(
                            32, List.of(0, 4, 8, 12, 18, 22, 26, 30),
                            40, List.of(0, 4, 8, 13, 17, 22, 26, 31, 35)),
                    "visual-region-script",
                    Map.of(
                            32, List.of(1, 5, 9, 13, 19, 23, 27, 31),
                            40, List.of(1, 5, 9, 14, 18, 23, 27, 32, 36)));

    private NamedLayers() {}

    static Set<String> names() {
        return new TreeSet<>(LISTS.keySet());
    }

    /**
     * The lists of a name by the number of layers of a model.
     *
     * @throws IllegalArgumentException when there are none of that name, naming those that are
     */
    static Map<Integer, List<Integer>> byDepth(String name) {
        Map<Integer, List<Integer>> byDepth = LISTS.get(name);
        if (byDepth == null) {
            throw new IllegalArgumentException(
                    "no list of layers is called '"
                            + name
                            + "'; known: "
                            + String.join(", ", names()));
        }
        return byDepth;
    }

    static List<Integer> of(String name, int layers) {
        Map<Integer, List<Integer>> known = byDepth(name);
        List<Integer> list = known.get(layers);
        if (list == null) {
            throw new IllegalArgumentException(
                    "the list '"
                            + name
                            + "' was made for models of "
                            + String.join(
                                    " and ",
                                    new TreeMap<>(known)
                                            .keySet().stream().map(String::valueOf).toList())
                            + " layers, and this one has "
                            + layers
                            + "; take {\"share\": 0.25, \"place\": \"sparse\"}");
        }
        return list;
    }
}
