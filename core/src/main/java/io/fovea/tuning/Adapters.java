package io.fovea.tuning;

import io.fovea.model.VisionLanguageModel;
import io.fovea.nn.Linear;
import io.fovea.nn.LowRank;
import io.fovea.nn.Module;
import io.fovea.nn.Parameter;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeSet;

/** Low-rank adapters within a model: which linear layers get one, and what is done to all. */
public final class Adapters {

    private Adapters() {}

    /**
     * Puts fresh adapters, without values, beside the linear layers that a config names.
     *
     * @throws IllegalArgumentException listing every target that the model does not have
     */
    public static void attach(VisionLanguageModel model, LoraConfig config) {
        SequencedMap<String, Linear> all = candidates(model);
        for (String name : targets(model, config)) {
            Linear linear = all.get(name);
            if (linear != null) {
                linear.adapt(
                        new LowRank(
                                shape(linear, config.rank(), config.scale(), config.dropout())));
            }
        }
    }

    static LowRank.Config shape(Linear linear, long rank, double scale, double dropout) {
        long in = linear.weight().shape().dim(1);
        long out = linear.weight().shape().dim(0);
        return new LowRank.Config(in, out, rank, scale, dropout);
    }

    /**
     * The linear layers that a config names, by their full names, in the order of the model.
     *
     * @throws IllegalArgumentException listing every target that the model does not have
     */
    public static List<String> targets(VisionLanguageModel model, LoraConfig config) {
        SequencedMap<String, Linear> all = candidates(model);
        Map<Parameter, Integer> layerOf = layers(model);
        LayerSelection layers = config.layers();
        Set<Integer> chosen =
                new TreeSet<>(
                        (layers == null ? new LayerSelection.All() : layers)
                                .of(model.language().layers()));
        Set<String> missing =
                new LinkedHashSet<>(config.targets() == null ? List.of() : config.targets());
        List<String> found = new ArrayList<>();
        all.forEach(
                (name, linear) -> {
                    Integer layer = layerOf.get(linear.weight());
                    String target = target(name, layer, config.targets());
                    if (target != null) {
                        missing.remove(target);
                        if (layer == null || chosen.contains(layer)) {
                            found.add(name);
                        }
                    }
                });
        if (!missing.isEmpty()) {
            throw new IllegalArgumentException(
                    "lora.targets names linear layers that the model does not have: "
                            + String.join(", ", missing)
                            + "; those of its language layers end in "
                            + String.join(", ", endings(all, layerOf)));
        }
        return found;
    }

    /** The target that a layer is named by; null for none. */
    private static @Nullable String target(
            String name, @Nullable Integer layer, @Nullable List<String> targets) {
        if (targets == null) {
            return layer == null ? null : "";
        }
        return targets.stream()
                .filter(
                        target ->
                                name.equals(target)
                                        || (layer != null && name.endsWith("." + target)))
                .findFirst()
                .orElse(null);
    }

    private static Set<String> endings(Map<String, Linear> all, Map<Parameter, Integer> layerOf) {
        Set<String> endings = new TreeSet<>();
        all.forEach(
                (name, linear) -> {
                    if (layerOf.containsKey(linear.weight())) {
                        endings.add(ending(name));
                    }
                });
        return endings;
    }

    static String ending(String name) {
        return name.substring(name.lastIndexOf('.') + 1);
    }

    private static Map<Parameter, Integer> layers(VisionLanguageModel model) {
        Map<Parameter, Integer> layers = new IdentityHashMap<>();
        List<? extends Module> blocks = model.language().blocks();
        for (int i = 0; i < blocks.size(); i++) {
            int layer = i;
            blocks.get(i).parameters().values().forEach(weight -> layers.put(weight, layer));
        }
        return layers;
    }

    /** Linear layers that run as a whole: those of the language model and of the vision. */
    static SequencedMap<String, Linear> candidates(VisionLanguageModel model) {
        Set<Parameter> within = java.util.Collections.newSetFromMap(new IdentityHashMap<>());
        within.addAll(model.language().parameters().values());
        if (model.sees()) {
            within.addAll(model.vision().parameters().values());
        }
        SequencedMap<String, Linear> linears = new LinkedHashMap<>();
        model.modules(Linear.class)
                .forEach(
                        (name, linear) -> {
                            if (within.contains(linear.weight())
                                    && !LowRankNames.isAdapter(name + ".")) {
                                linears.put(name, linear);
                            }
                        });
        return linears;
    }

    /** The layers of a model that have an adapter, by name. */
    public static SequencedMap<String, Linear> of(VisionLanguageModel model) {
        SequencedMap<String, Linear> adapted = new LinkedHashMap<>();
        candidates(model)
                .forEach(
                        (name, linear) -> {
                            if (linear.change().isPresent()) {
                                adapted.put(name, linear);
                            }
                        });
        return adapted;
    }

    /** Adds every change to its weight: answers cost what they did without adapters. */
    public static void merge(VisionLanguageModel model) {
        of(model).values().forEach(Linear::merge);
    }

    /** Takes every merged change off again, up to rounding. */
    public static void unmerge(VisionLanguageModel model) {
        of(model).values().forEach(Linear::unmerge);
    }

    /** Makes what adapters drop from now on follow from a number. */
    public static void reseed(VisionLanguageModel model, long seed) {
        long index = 0;
        for (LowRank change : model.modules(LowRank.class).values()) {
            index++;
            change.reseed(seed * 1_000_003 + index);
        }
    }
}
