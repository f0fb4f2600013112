package io.fovea.tuning;

import io.fovea.config.ConfigError;
import io.fovea.model.VisionLanguageModel;
import io.fovea.nn.Parameter;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * How fast each weight of a model learns under the rules of a stage. Of several rules that name a
 * weight one counts: the longest {@code begins}; else chosen layers, a part, a group of parts,
 * everything, in this order; the later of two equal ones. A weight that no rule names learns at the
 * full rate, or is frozen where the model has adapters. Adapters learn unless a rule for the part
 * {@code adapter} says otherwise.
 */
public final class TrainableParts {

    /** A rule and what it selects here. */
    private record Bound(PartRule rule, List<Integer> layers) {

        boolean names(String name, ModelParts.Place place) {
            if (rule.begins() != null) {
                return place.part() != Part.ADAPTER && name.startsWith(rule.begins());
            }
            return rule.part() != null
                    && rule.part().holds(place.part())
                    && (rule.layers() == null || layers.contains(place.layer()));
        }

        /** Beginnings count before parts. */
        int narrowness() {
            if (rule.begins() != null) {
                return 10 + rule.begins().length();
            }
            return rule.part() == null
                    ? 0
                    : rule.part().narrowness() + (rule.layers() == null ? 0 : 1);
        }
    }

    private final Map<String, Parameter> parameters;
    private final Map<String, ModelParts.Place> places = new LinkedHashMap<>();
    private final Map<String, Double> factors = new LinkedHashMap<>();
    private final List<String> problems = new ArrayList<>();

    /**
     * Applies rules to a model; nothing is frozen yet.
     *
     * @param rules in the order of the recipe
     */
    public TrainableParts(VisionLanguageModel model, List<PartRule> rules) {
        parameters = model.parameters();
        ModelParts parts = new ModelParts(model);
        parameters.forEach((name, parameter) -> places.put(name, parts.of(name, parameter)));
        boolean adapted = places.values().stream().anyMatch(p -> p.part() == Part.ADAPTER);
        List<Bound> bound = new ArrayList<>();
        for (PartRule rule : rules) {
            bind(rule, model.language().layers(), bound);
        }
        places.forEach(
                (name, place) -> {
                    double unnamed = adapted && place.part() != Part.ADAPTER ? 0 : 1;
                    factors.put(
                            name,
                            bound.stream()
                                    .filter(rule -> rule.names(name, place))
                                    .reduce((a, b) -> b.narrowness() >= a.narrowness() ? b : a)
                                    .map(rule -> rule.rule().rateFactor())
                                    .orElse(unnamed));
                });
        if (bound.size() == rules.size()) {
            checkLearning();
        }
        checkBeneathAdapters();
    }

    private void bind(PartRule rule, int layers, List<Bound> into) {
        try {
            var chosen = rule.layers() == null ? List.<Integer>of() : rule.layers().of(layers);
            Bound bound = new Bound(rule, chosen);
            if (places.entrySet().stream()
                    .noneMatch(entry -> bound.names(entry.getKey(), entry.getValue()))) {
                problems.add(
                        rule.begins() == null
                                ? "this model has no weights of the part '"
                                        + String.valueOf(rule.part()).toLowerCase(Locale.ROOT)
                                        + "'"
                                : "no weight begins with '"
                                        + rule.begins()
                                        + "'; weights are called like "
                                        + parameters.keySet().iterator().next());
            }
            into.add(bound);
        } catch (IllegalArgumentException | ConfigError e) {
            problems.add(String.valueOf(e.getMessage()));
        }
    }

    private void checkLearning() {
        if (factors.keySet().stream().noneMatch(this::learns)) {
            problems.add("its parts freeze every weight, so nothing is trained");
        }
    }

    private void checkBeneathAdapters() {
        String beneath =
                places.keySet().stream()
                        .filter(LowRankNames::isAdapter)
                        .map(LowRankNames::base)
                        .filter(name -> factors.getOrDefault(name, 0.0) > 0)
                        .distinct()
                        .collect(Collectors.joining(", "));
        if (!beneath.isEmpty()) {
            problems.add("weights under an adapter stay frozen, but parts train " + beneath);
        }
    }

    /** What is wrong with the rules, in words; empty when nothing is. */
    public List<String> problems() {
        return Collections.unmodifiableList(problems);
    }

    /** Times the learning rate, for a weight of the model; 0 where it is frozen. */
    public double rateFactor(String name) {
        return factors.getOrDefault(name, 0.0);
    }

    private boolean learns(String name) {
        Parameter parameter = parameters.get(name);
        return parameter != null && !parameter.isBuffer() && rateFactor(name) > 0;
    }

    /**
     * What learns, part by part.
     *
     * @param stage its name
     */
    public TrainableTable table(String stage) {
        List<TrainableTable.Row> rows = new ArrayList<>();
        for (Part part : Part.values()) {
            List<String> names =
                    places.keySet().stream()
                            .filter(name -> at(name).part() == part)
                            .filter(name -> !of(name).isBuffer())
                            .toList();
            if (!names.isEmpty()) {
                rows.add(row(part, names));
            }
        }
        return new TrainableTable(stage, rows);
    }

    private TrainableTable.Row row(Part part, List<String> names) {
        List<String> learning = names.stream().filter(this::learns).toList();
        TreeSet<Integer> layers =
                learning.stream()
                        .map(name -> at(name).layer())
                        .filter(layer -> layer >= 0)
                        .collect(Collectors.toCollection(TreeSet::new));
        List<Double> factorsOfPart =
                learning.stream().map(this::rateFactor).distinct().sorted().toList();
        return new TrainableTable.Row(
                part, List.copyOf(layers), factorsOfPart, elements(names), elements(learning));
    }

    private ModelParts.Place at(String name) {
        return Objects.requireNonNull(places.get(name));
    }

    private Parameter of(String name) {
        return Objects.requireNonNull(parameters.get(name));
    }

    private long elements(List<String> names) {
        return names.stream().mapToLong(name -> of(name).shape().elements()).sum();
    }
}
