package io.fovea.eval;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A comparison in words and tables, for people: as Markdown. */
public final class ComparisonText {

    private ComparisonText() {}

    /** The whole comparison as a document. */
    public static String document(Comparison comparison) {
        StringBuilder text = new StringBuilder("# Comparison\n\n");
        text.append(summary(comparison)).append("\n\n");
        List<String> head = head(comparison);
        text.append("| ").append(String.join(" | ", head)).append(" |\n|---|---|---:|");
        text.append("---:|".repeat(head.size() - 3)).append('\n');
        for (Comparison.Row row : comparison.rows()) {
            text.append("| ").append(String.join(" | ", cells(row))).append(" |\n");
        }
        return text.toString();
    }

    /** What is compared, and how to read it. */
    static String summary(Comparison comparison) {
        String apart =
                comparison.apart() == 0
                        ? ""
                        : "; " + comparison.apart() + " items that not all have are left out";
        return comparison.shared()
                + " items about "
                + comparison.pictures()
                + " pictures"
                + apart
                + ". All numbers are percent. In brackets: 95 % interval, paired bootstrap over"
                + " pictures. p: probability of as large a change when nothing differs (swapping"
                + " pictures); McNemar: exact test on items that only one of the two has right.";
    }

    static List<String> head(Comparison comparison) {
        List<String> head = new ArrayList<>(List.of("items", "metric", "n"));
        head.addAll(comparison.names());
        for (String name : comparison.names().subList(1, comparison.names().size())) {
            String other = comparison.names().size() == 2 ? "" : " of " + name;
            head.add("change" + other);
            head.add("p");
            head.add("McNemar");
        }
        return head.stream().map(ComparisonText::cell).toList();
    }

    static List<String> cells(Comparison.Row row) {
        List<String> cells = new ArrayList<>();
        cells.add(cell(row.group()));
        cells.add(cell(row.metric()));
        cells.add(String.valueOf(row.n()));
        row.values().forEach(value -> cells.add(percent("%.1f", value.value())));
        for (Comparison.Difference difference : row.differences()) {
            Estimate change = difference.change();
            cells.add(
                    percent("%+.1f", change.value())
                            + " ["
                            + percent("%+.1f", change.low())
                            + ", "
                            + percent("%+.1f", change.high())
                            + "]");
            cells.add(probability(difference.permutation()));
            cells.add(
                    difference.mcNemar() == null
                            ? ""
                            : probability(difference.mcNemar())
                                    + " ("
                                    + difference.onlyFirst()
                                    + " : "
                                    + difference.onlyThis()
                                    + ")");
        }
        return cells;
    }

    private static String percent(String pattern, double value) {
        return String.format(Locale.ROOT, pattern, 100 * value);
    }

    static String probability(double p) {
        return p < 0.001 ? "< 0.001" : String.format(Locale.ROOT, "%.3f", p);
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replaceAll("\\R", " ");
    }
}
