package io.fovea.sweep;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * Means and spreads of a sweep: a row for each variant, a column for each number.
 *
 * @param columns titles
 * @param rows in the order of the variants; those without any outcome are left out
 */
public record SweepTable(List<String> columns, List<Row> rows) {

    public SweepTable {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
    }

    /**
     * A variant.
     *
     * @param seeds how many were measured
     * @param cells one for each column
     */
    public record Row(String variant, int seeds, List<Cell> cells) {

        public Row {
            cells = List.copyOf(cells);
        }
    }

    /**
     * A number over the seeds.
     *
     * @param n how many seeds have it
     * @param mean 0 when none has
     * @param spread standard deviation over the seeds (n - 1); 0 for one
     */
    public record Cell(int n, double mean, double spread) {

        static Cell of(List<Double> values) {
            int n = values.size();
            double mean = values.stream().mapToDouble(Double::doubleValue).average().orElse(0);
            double squares = values.stream().mapToDouble(v -> (v - mean) * (v - mean)).sum();
            return new Cell(n, mean, n < 2 ? 0 : Math.sqrt(squares / (n - 1)));
        }

        /** {@code mean ± spread}; a dash where there is no number. */
        String words() {
            if (n == 0) {
                return "-";
            }
            String digits = Math.abs(mean) < 10 ? "%.3f" : "%.1f";
            String middle = String.format(Locale.ROOT, digits, mean);
            return n < 2 ? middle : middle + " ± " + String.format(Locale.ROOT, digits, spread);
        }
    }

    /** The table of what was measured so far. */
    public static SweepTable of(Sweep sweep, List<Outcome> outcomes) {
        List<String> columns = sweep.columns().stream().map(Sweep.Column::title).toList();
        List<Row> rows = new ArrayList<>();
        for (Sweep.Variant variant : sweep.variants()) {
            List<Outcome> own =
                    outcomes.stream().filter(o -> o.variant().equals(variant.name())).toList();
            if (!own.isEmpty()) {
                rows.add(
                        new Row(
                                variant.name(),
                                own.size(),
                                columns.stream()
                                        .map(title -> Cell.of(values(own, title)))
                                        .toList()));
            }
        }
        return new SweepTable(columns, rows);
    }

    private static List<Double> values(List<Outcome> outcomes, String title) {
        return outcomes.stream().map(o -> o.numbers().get(title)).filter(Objects::nonNull).toList();
    }

    /** As Markdown. */
    public String markdown() {
        StringBuilder text = new StringBuilder("| variant | seeds |");
        columns.forEach(title -> text.append(' ').append(title).append(" |"));
        text.append("\n|---|---:|").append("---:|".repeat(columns.size())).append('\n');
        for (Row row : rows) {
            text.append("| ").append(row.variant()).append(" | ").append(row.seeds()).append(" |");
            row.cells().forEach(cell -> text.append(' ').append(cell.words()).append(" |"));
            text.append('\n');
        }
        return text.toString();
    }
}
