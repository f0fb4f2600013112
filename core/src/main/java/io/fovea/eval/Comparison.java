package io.fovea.eval;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Evaluations of the same items set side by side: each metric of each, its difference from the
 * first with a paired interval, and whether chance explains it. Only items that all of them have
 * count.
 *
 * @param names of the evaluations; the first is what the others are compared with
 * @param shared items that all have
 * @param apart items that one has and another lacks
 * @param pictures that the shared items are about
 * @param rows each family's metrics, then the first of them by kind
 */
public record Comparison(List<String> names, int shared, int apart, int pictures, List<Row> rows) {

    private static final int REPLICATES = 1000;

    public Comparison {
        names = List.copyOf(names);
        rows = List.copyOf(rows);
    }

    /**
     * One metric.
     *
     * @param group a family of items, or a kind of them
     * @param metric its name
     * @param n items
     * @param values of each evaluation
     * @param differences of each but the first
     */
    public record Row(
            String group,
            String metric,
            int n,
            List<Estimate> values,
            List<Difference> differences) {

        public Row {
            values = List.copyOf(values);
            differences = List.copyOf(differences);
        }
    }

    /**
     * How far an evaluation is from the first.
     *
     * @param change its value less the first's, with a paired bootstrap interval over pictures
     * @param permutation probability of as large a change when nothing differs, by swapping
     *     pictures
     * @param onlyFirst items that only the first has right; null where items are not right or wrong
     * @param onlyThis likewise
     * @param mcNemar exact probability of the two counts
     */
    public record Difference(
            Estimate change,
            double permutation,
            @Nullable Long onlyFirst,
            @Nullable Long onlyThis,
            @Nullable Double mcNemar) {}

    /**
     * Compares.
     *
     * @param runs two or more
     * @throws IllegalArgumentException when they have no item in common
     */
    public static Comparison of(List<ComparedRun> runs, long seed) {
        Set<String> shared = new LinkedHashSet<>(runs.getFirst().items().keySet());
        Set<String> all = new TreeSet<>();
        for (ComparedRun run : runs) {
            shared.retainAll(run.items().keySet());
            all.addAll(run.items().keySet());
        }
        if (shared.isEmpty()) {
            throw new IllegalArgumentException(
                    "the evaluations have no item in common: "
                            + runs.stream().map(run -> run.name() + " has " + example(run)).toList()
                            + "; compare evaluations of the same data and seed");
        }
        Map<Long, Integer> pictures = new HashMap<>();
        for (String id : shared) {
            pictures.putIfAbsent(item(runs.getFirst(), id).scene(), pictures.size());
        }
        Bootstrap bootstrap = new Bootstrap(pictures.size(), REPLICATES, seed);
        List<Row> rows = new ArrayList<>();
        Paired paired = new Paired(runs, pictures, bootstrap, seed);
        groups(runs.getFirst(), shared)
                .forEach((group, ids) -> paired.row(group, ids).ifPresent(rows::add));
        return new Comparison(
                runs.stream().map(ComparedRun::name).toList(),
                shared.size(),
                all.size() - shared.size(),
                pictures.size(),
                rows);
    }

    private static String example(ComparedRun run) {
        return run.items().isEmpty() ? "none" : "'" + run.items().keySet().iterator().next() + "'";
    }

    static ComparedRun.JudgedItem item(ComparedRun run, String id) {
        ComparedRun.JudgedItem item = run.items().get(id);
        if (item == null) {
            throw new IllegalArgumentException(run.name() + " has no item '" + id + "'");
        }
        return item;
    }

    /** What is told apart; in this order in the table. */
    private record Group(String family, int rank, String metric, String name)
            implements Comparable<Group> {

        @Override
        public int compareTo(Group other) {
            return Comparator.comparing(Group::family)
                    .thenComparingInt(Group::rank)
                    .thenComparing(Group::name)
                    .thenComparing(Group::metric)
                    .compare(this, other);
        }
    }

    private static Map<Group, List<String>> groups(ComparedRun run, Set<String> ids) {
        Map<Group, List<String>> whole = new TreeMap<>();
        Map<Group, List<String>> kinds = new TreeMap<>();
        for (String id : ids) {
            ComparedRun.JudgedItem item = item(run, id);
            int rank = 0;
            for (String metric : item.metrics().keySet()) {
                Group group = new Group(item.family(), rank, metric, item.family());
                whole.computeIfAbsent(group, key -> new ArrayList<>()).add(id);
                if (rank == 0) {
                    Group kind =
                            new Group(
                                    item.family(),
                                    Integer.MAX_VALUE,
                                    metric,
                                    item.family() + ": " + item.kind());
                    kinds.computeIfAbsent(kind, key -> new ArrayList<>()).add(id);
                }
                rank++;
            }
        }
        Map<String, Long> split =
                kinds.keySet().stream()
                        .collect(Collectors.groupingBy(Group::family, Collectors.counting()));
        kinds.forEach(
                (kind, own) -> {
                    if (split.getOrDefault(kind.family(), 0L) > 1) {
                        whole.put(kind, own);
                    }
                });
        return whole;
    }

    /** Rows over the same resamples of pictures. */
    private record Paired(
            List<ComparedRun> runs, Map<Long, Integer> pictures, Bootstrap bootstrap, long seed) {

        Optional<Row> row(Group group, List<String> ids) {
            List<double[][]> sums =
                    runs.stream().map(run -> sums(run, group.metric(), ids)).toList();
            List<Optional<Estimate>> estimates =
                    bootstrap.of(times -> numbers(sums, times), ids.size(), REPLICATES);
            if (estimates.stream().anyMatch(Optional::isEmpty)) {
                return Optional.empty();
            }
            List<Estimate> values = estimates.stream().map(Optional::orElseThrow).toList();
            List<Difference> differences = new ArrayList<>();
            for (int i = 1; i < runs.size(); i++) {
                differences.add(
                        difference(
                                group.metric(),
                                ids,
                                i,
                                values.get(runs.size() + i - 1),
                                PairedTest.permutation(sums.getFirst(), sums.get(i), seed)));
            }
            return Optional.of(
                    new Row(
                            group.name(),
                            group.metric(),
                            ids.size(),
                            values.subList(0, runs.size()),
                            differences));
        }

        /** The value of each run, then the change of each but the first. */
        private static double[] numbers(List<double[][]> sums, int[] times) {
            double[] numbers = new double[2 * sums.size() - 1];
            for (int run = 0; run < sums.size(); run++) {
                double above = 0;
                double below = 0;
                for (int picture = 0; picture < times.length; picture++) {
                    above += times[picture] * sums.get(run)[picture][0];
                    below += times[picture] * sums.get(run)[picture][1];
                }
                numbers[run] = above / below;
                if (run > 0) {
                    numbers[sums.size() + run - 1] = numbers[run] - numbers[0];
                }
            }
            return numbers;
        }

        private double[][] sums(ComparedRun run, String metric, List<String> ids) {
            double[][] sums = new double[pictures.size()][2];
            for (String id : ids) {
                ComparedRun.JudgedItem item = item(run, id);
                double[] ratio = item.metrics().getOrDefault(metric, new double[2]);
                Integer picture = pictures.get(item(runs.getFirst(), id).scene());
                if (picture != null) {
                    sums[picture][0] += ratio[0];
                    sums[picture][1] += ratio[1];
                }
            }
            return sums;
        }

        private Difference difference(
                String metric, List<String> ids, int run, Estimate change, double permutation) {
            long onlyFirst = 0;
            long onlyThis = 0;
            for (String id : ids) {
                double[] a =
                        item(runs.getFirst(), id).metrics().getOrDefault(metric, new double[2]);
                double[] b = item(runs.get(run), id).metrics().getOrDefault(metric, new double[2]);
                if (!binary(a) || !binary(b)) {
                    return new Difference(change, permutation, null, null, null);
                }
                onlyFirst += a[0] > b[0] ? 1 : 0;
                onlyThis += b[0] > a[0] ? 1 : 0;
            }
            return new Difference(
                    change,
                    permutation,
                    onlyFirst,
                    onlyThis,
                    PairedTest.mcNemar(onlyFirst, onlyThis));
        }

        private static boolean binary(double[] ratio) {
            return ratio[1] == 1 && (ratio[0] == 0 || ratio[0] == 1);
        }
    }
}
