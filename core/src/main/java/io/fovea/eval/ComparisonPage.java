package io.fovea.eval;

import io.fovea.page.Document;
import io.fovea.page.Html;

import java.util.ArrayList;
import java.util.List;

/** A comparison as one HTML file that needs no network: the table, and where they disagree. */
public final class ComparisonPage {

    private static final double CHANCE = 0.05;

    private ComparisonPage() {}

    /**
     * The page.
     *
     * @param runs what was compared
     * @param most how many items on which they disagree are shown
     */
    public static String of(Comparison comparison, List<ComparedRun> runs, int most) {
        Html body = new Html();
        body.element("h1", "Comparison");
        body.element("p", String.join(" \u00b7 ", comparison.names()), "class", "soft");
        body.element("p", ComparisonText.summary(comparison));
        body.element(
                "p",
                "Coloured: a change that chance explains with a probability below "
                        + CHANCE
                        + ". With many rows, some will be coloured by chance.",
                "class",
                "soft");
        table(body, comparison);
        List<String> disagreed = disagreed(runs);
        body.element("h2", "Where they disagree");
        body.element(
                "p",
                Math.min(most, disagreed.size())
                        + " of "
                        + disagreed.size()
                        + " items that some have right and others wrong.",
                "class",
                "soft");
        filters(body, runs, disagreed);
        body.start("div", "class", "gallery", "data-gallery", "").line();
        disagreed.stream().limit(most).forEach(id -> card(body, id, runs));
        body.end("div");
        return Document.of("Comparison: " + String.join(", ", comparison.names()), body);
    }

    private static void table(Html body, Comparison comparison) {
        body.start("div", "class", "wide").start("table").start("tr");
        ComparisonText.head(comparison).forEach(name -> body.element("th", name));
        body.end("tr").line();
        for (Comparison.Row row : comparison.rows()) {
            body.start("tr");
            List<String> cells = ComparisonText.cells(row);
            int changes = 3 + row.values().size();
            for (int i = 0; i < cells.size(); i++) {
                int at = i - changes;
                if (at >= 0 && at % 3 == 0) {
                    body.element(
                            "td",
                            cells.get(i),
                            "class",
                            colour(row, row.differences().get(at / 3)));
                } else {
                    body.element("td", cells.get(i));
                }
            }
            body.end("tr").line();
        }
        body.end("table").end("div").line();
    }

    private static String colour(Comparison.Row row, Comparison.Difference difference) {
        if (difference.permutation() >= CHANCE) {
            return "same";
        }
        boolean fewer =
                row.metric().equals(Column.INVALID.name())
                        || row.group().startsWith("grounding")
                                && row.metric().equals(Column.NOT_FOUND.name());
        return difference.change().value() > 0 != fewer ? "better" : "worse";
    }

    private static List<String> disagreed(List<ComparedRun> runs) {
        List<String> ids = new ArrayList<>();
        for (String id : runs.getFirst().items().keySet()) {
            boolean everywhere = runs.stream().allMatch(run -> run.items().containsKey(id));
            if (everywhere) {
                long right = runs.stream().filter(run -> Comparison.item(run, id).right()).count();
                if (right > 0 && right < runs.size()) {
                    ids.add(id);
                }
            }
        }
        return ids;
    }

    private static void filters(Html body, List<ComparedRun> runs, List<String> ids) {
        body.start("div", "class", "filters");
        body.start("select", "data-filter", "kind", "aria-label", "kind");
        body.element("option", "all kinds", "value", "");
        ids.stream()
                .map(id -> Comparison.item(runs.getFirst(), id).kind())
                .distinct()
                .sorted()
                .forEach(kind -> body.element("option", kind, "value", kind));
        body.end("select");
        body.start("select", "data-filter", "verdict", "aria-label", "first is right");
        body.element("option", "either way", "value", "");
        body.element("option", "the first is right", "value", "right");
        body.element("option", "the first is wrong", "value", "wrong");
        body.end("select");
        body.start(
                "input",
                "type",
                "search",
                "data-filter",
                "words",
                "placeholder",
                "words of question or answer",
                "aria-label",
                "words");
        body.element("span", "", "data-count", "", "class", "soft");
        body.end("div").line();
    }

    private static void card(Html body, String id, List<ComparedRun> runs) {
        ComparedRun.JudgedItem first = Comparison.item(runs.getFirst(), id);
        body.start(
                "div",
                "class",
                "card",
                "data-kind",
                first.kind(),
                "data-verdict",
                first.right() ? "right" : "wrong");
        body.start("dl");
        body.element("dt", first.kind()).element("dd", first.question());
        body.element("dt", "true");
        body.element("dd", first.expected().isEmpty() ? "places" : first.expected());
        for (ComparedRun run : runs) {
            ComparedRun.JudgedItem item = Comparison.item(run, id);
            String verdict = item.right() ? "right" : "wrong";
            body.start("dt").element("span", verdict, "class", "mark " + verdict);
            body.text(" " + run.name()).end("dt");
            body.element("dd", said(item));
        }
        body.element("dt", id);
        body.end("dl").end("div").line();
    }

    private static String said(ComparedRun.JudgedItem item) {
        String places =
                switch (item.places()) {
                    case 0 -> "";
                    case 1 -> "1 place";
                    default -> item.places() + " places";
                };
        String both =
                item.answer()
                        + (item.answer().isEmpty() || places.isEmpty() ? "" : " \u00b7 ")
                        + places;
        return both.isEmpty() ? "nothing" : both;
    }
}
