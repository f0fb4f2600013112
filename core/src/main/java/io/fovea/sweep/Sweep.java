package io.fovea.sweep;

import com.fasterxml.jackson.databind.JsonNode;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * An experiment: one recipe, varied.
 *
 * @param name of the experiment; its runs begin with it
 * @param recipe the recipe that variants change, relative to the file of the sweep
 * @param seeds each variant is trained once with each
 * @param variants at least one
 * @param measures what is done with each trained model
 * @param columns of the table
 */
public record Sweep(
        String name,
        Path recipe,
        List<Long> seeds,
        List<Variant> variants,
        List<Measure> measures,
        List<Column> columns) {

    private static final String PLAIN = "[A-Za-z0-9][A-Za-z0-9._-]*";

    public Sweep {
        seeds = List.copyOf(seeds);
        variants = List.copyOf(variants);
        measures = List.copyOf(measures);
        columns = List.copyOf(columns);
        List<String> problems = new ArrayList<>();
        if (seeds.isEmpty() || variants.isEmpty()) {
            problems.add("a sweep has at least one seed and one variant");
        }
        Stream.concat(
                        Stream.of(name),
                        Stream.concat(
                                variants.stream().map(Variant::name),
                                measures.stream().map(Measure::name)))
                .filter(given -> !given.matches(PLAIN))
                .forEach(
                        given ->
                                problems.add(
                                        "'"
                                                + given
                                                + "' becomes a folder: letters, digits, '.', '_'"
                                                + " and '-'"));
        twice("variant", variants.stream().map(Variant::name).toList(), problems);
        twice("seed", seeds, problems);
        twice("measure", measures.stream().map(Measure::name).toList(), problems);
        Set<String> known = new HashSet<>(measures.stream().map(Measure::name).toList());
        for (Column column : columns) {
            if (column.measure() != null && !known.contains(column.measure())) {
                problems.add(
                        "the column '"
                                + column.title()
                                + "' reads the measure '"
                                + column.measure()
                                + "', which there is not");
            }
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", problems));
        }
    }

    private static void twice(String what, List<?> given, List<String> problems) {
        Set<Object> seen = new HashSet<>();
        given.stream()
                .filter(one -> !seen.add(one))
                .forEach(one -> problems.add("the " + what + " " + one + " stands there twice"));
    }

    /**
     * One way to come to a model: trained by the changed recipe, or made by a verb.
     *
     * @param set new values by JSON pointer into the recipe ({@code /stages/0/steps}); a pointer
     *     that ends in {@code /-} appends to a list; {@code {seed}} stands for the seed
     * @param make a verb and its arguments that write the folder {@code {model}} without any
     *     training, such as {@code prune}; {@code {seed}} stands for the seed; null to train
     */
    public record Variant(
            String name, @Nullable Map<String, JsonNode> set, @Nullable List<String> make) {

        public Variant {
            set = set == null ? Map.of() : Map.copyOf(set);
            make = make == null ? null : List.copyOf(make);
            if (make != null && (!set.isEmpty() || make.isEmpty())) {
                throw new IllegalArgumentException(
                        "the variant '"
                                + name
                                + "' is either trained (set) or made by a verb (make: the verb and"
                                + " its arguments)");
            }
        }

        @Override
        public Map<String, JsonNode> set() {
            return set;
        }
    }

    /**
     * One way to measure a model.
     *
     * @param command a verb and its arguments, without {@code --out}; {@code {model}} stands for
     *     the model's folder, {@code {variant}} for the name of the variant and {@code {seed}} for
     *     the seed
     */
    public record Measure(String name, List<String> command) {

        public Measure {
            command = List.copyOf(command);
            if (command.isEmpty()) {
                throw new IllegalArgumentException(
                        "the measure '" + name + "' names no verb; give it a command");
            }
        }
    }

    /**
     * A column of the table: a number of a report, or the mean of a key over the second half of a
     * run's log.
     *
     * @param measure whose report; with {@code table}, {@code row} and {@code estimate}
     * @param log key of the log instead
     */
    public record Column(
            String title,
            @Nullable String measure,
            @Nullable String table,
            @Nullable String row,
            @Nullable String estimate,
            @Nullable String log) {

        public Column {
            boolean report =
                    measure != null
                            && table != null
                            && row != null
                            && estimate != null
                            && log == null;
            boolean ofLog =
                    log != null
                            && Stream.of(measure, table, row, estimate).allMatch(p -> p == null);
            if (!report && !ofLog) {
                throw new IllegalArgumentException(
                        "the column '"
                                + title
                                + "' needs either measure, table, row and estimate, or log");
            }
        }
    }

    /** Every variant with every seed, the first seed of all variants first. */
    public List<SweepCell> cells(JsonNode base) {
        List<SweepCell> cells = new ArrayList<>();
        for (long seed : seeds) {
            for (Variant variant : variants) {
                cells.add(SweepCell.of(this, variant, seed, base));
            }
        }
        return cells;
    }
}
