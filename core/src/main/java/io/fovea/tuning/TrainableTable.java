package io.fovea.tuning;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What learns in a stage, for people and for the folder of a run.
 *
 * @param stage its name
 * @param rows a row for each part that the model has
 */
public record TrainableTable(String stage, List<Row> rows) {

    public TrainableTable {
        rows = List.copyOf(rows);
    }

    /**
     * A part.
     *
     * @param layers of the language model in which something of the part learns
     * @param rateFactors of the weights that learn, ascending
     * @param parameters elements of all its weights
     * @param trained elements of those that learn
     */
    public record Row(
            Part part,
            List<Integer> layers,
            List<Double> rateFactors,
            long parameters,
            long trained) {

        public Row {
            layers = List.copyOf(layers);
            rateFactors = List.copyOf(rateFactors);
        }
    }

    /**
     * The tables of a run, as its folder keeps them.
     *
     * @param stages in the order of the recipe
     */
    public record OfRun(List<TrainableTable> stages) {
        public OfRun {
            stages = List.copyOf(stages);
        }
    }

    /** Elements of all weights. */
    public long parameters() {
        return rows.stream().mapToLong(Row::parameters).sum();
    }

    /** Elements of the weights that learn. */
    public long trained() {
        return rows.stream().mapToLong(Row::trained).sum();
    }

    /** The table as lines of text, with the share of each part that learns. */
    public List<String> lines() {
        List<List<String>> cells = new ArrayList<>();
        cells.add(List.of("part", "layers", "rate", "parameters", "trained", "share"));
        for (Row row : rows) {
            cells.add(
                    List.of(
                            row.part().name().toLowerCase(Locale.ROOT),
                            row.layers().isEmpty() ? "" : ranges(row.layers()),
                            row.trained() == 0
                                    ? "frozen"
                                    : row.rateFactors().stream()
                                            .map(factor -> "x" + number(factor))
                                            .collect(Collectors.joining(" ")),
                            grouped(row.parameters()),
                            grouped(row.trained()),
                            share(row.trained(), row.parameters())));
        }
        cells.add(
                List.of(
                        "all",
                        "",
                        "",
                        grouped(parameters()),
                        grouped(trained()),
                        share(trained(), parameters())));
        return aligned(cells);
    }

    private static List<String> aligned(List<List<String>> cells) {
        List<String> lines = new ArrayList<>();
        for (List<String> row : cells) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < row.size(); i++) {
                int column = i;
                int width =
                        cells.stream()
                                .mapToInt(other -> other.get(column).length())
                                .max()
                                .orElse(0);
                String gap = " ".repeat(width - row.get(i).length());
                line.append(i == 0 ? "" : "  ");
                line.append(i < 3 ? row.get(i) + gap : gap + row.get(i));
            }
            lines.add(line.toString());
        }
        return lines;
    }

    /** {@code 0-3,7}. */
    static String ranges(List<Integer> layers) {
        List<String> pieces = new ArrayList<>();
        int i = 0;
        while (i < layers.size()) {
            int last = i;
            while (last + 1 < layers.size() && layers.get(last + 1) == layers.get(last) + 1) {
                last++;
            }
            pieces.add(
                    last == i
                            ? String.valueOf(layers.get(i))
                            : layers.get(i) + "-" + layers.get(last));
            i = last + 1;
        }
        return String.join(",", pieces);
    }

    private static String number(double factor) {
        return factor == Math.rint(factor) ? String.valueOf((long) factor) : String.valueOf(factor);
    }

    private static String grouped(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    private static String share(long part, long whole) {
        return String.format(Locale.ROOT, "%.1f %%", whole == 0 ? 0 : 100.0 * part / whole);
    }
}
