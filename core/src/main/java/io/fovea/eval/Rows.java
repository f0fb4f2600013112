package io.fovea.eval;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Groups of judged items as rows of tables, each metric with its interval. A group that the data
 * set does not name ({@code ... unknown}) has no row.
 */
final class Rows {

    private static final String UNKNOWN = "unknown";

    private final Bootstrap bootstrap;
    private final Map<Long, Integer> clusters = new HashMap<>();

    /** All items of an evaluation: their pictures are what is drawn anew. */
    Rows(List<Scored> items, int replicates, long seed) {
        for (Scored item : items) {
            clusters.putIfAbsent(item.item().scene(), clusters.size());
        }
        bootstrap = new Bootstrap(clusters.size(), replicates, seed);
    }

    Bootstrap bootstrap() {
        return bootstrap;
    }

    /** The number of an item's picture among those that are drawn anew. */
    int cluster(Scored item) {
        Integer cluster = clusters.get(item.item().scene());
        return cluster == null ? 0 : cluster;
    }

    /** Items by a name, in the order of the names. */
    static Map<String, List<Scored>> groups(List<Scored> items, Function<Item, String> key) {
        Map<String, List<Scored>> groups = new TreeMap<>();
        items.forEach(
                item ->
                        groups.computeIfAbsent(key.apply(item.item()), name -> new ArrayList<>())
                                .add(item));
        groups.keySet().removeIf(name -> name.endsWith(UNKNOWN));
        return groups;
    }

    /** A row for each group. */
    List<Table.Row> by(List<Scored> items, Function<Item, String> key, List<Column> columns) {
        List<Table.Row> rows = new ArrayList<>();
        groups(items, key).forEach((name, group) -> rows.addAll(row(name, group, columns)));
        return rows;
    }

    /** One row, or none where there are no items. */
    List<Table.Row> row(String name, List<Scored> group, List<Column> columns) {
        if (group.isEmpty()) {
            return List.of();
        }
        Map<String, Estimate> estimates = new LinkedHashMap<>();
        for (Column column : columns) {
            bootstrap
                    .ratio(terms(group, column))
                    .ifPresent(estimate -> estimates.put(column.name(), estimate));
        }
        return List.of(new Table.Row(name, group.size(), estimates));
    }

    List<Bootstrap.Term> terms(List<Scored> group, Column column) {
        return group.stream()
                .map(
                        item ->
                                new Bootstrap.Term(
                                        cluster(item),
                                        column.numerator().applyAsDouble(item),
                                        column.denominator().applyAsDouble(item)))
                .toList();
    }
}
