package io.fovea.eval;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Metrics of one family of items, for several groups of them.
 *
 * @param title what is measured
 * @param note how to read it
 * @param rows groups; those without items are left out
 */
public record Table(String title, String note, List<Row> rows) {

    public Table {
        rows = List.copyOf(rows);
    }

    /**
     * A group of items.
     *
     * @param name of the group
     * @param n items in it
     * @param estimates by metric, in the order of the columns; metrics without any denominator are
     *     left out
     */
    public record Row(String name, int n, Map<String, Estimate> estimates) {

        public Row {
            estimates = Collections.unmodifiableMap(new LinkedHashMap<>(estimates));
        }
    }

    /** The row of a name. */
    public Row row(String name) {
        return rows.stream()
                .filter(row -> row.name().equals(name))
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "table '"
                                                + title
                                                + "' has no row '"
                                                + name
                                                + "', only "
                                                + rows.stream().map(Row::name).toList()));
    }
}
