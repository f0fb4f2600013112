package io.fovea.eval;

import io.fovea.data.Dataset;
import io.fovea.page.CurveChart;
import io.fovea.page.Document;
import io.fovea.page.Histogram;
import io.fovea.page.Html;
import io.fovea.page.IntervalChart;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A report as one HTML file that needs no network: facts, numbers with intervals, plots, and a
 * gallery of pictures that can be filtered.
 */
public final class ReportPage {

    private static final int STEPS = 20;

    /** Titles of tables that split another one further. */
    private static final Pattern SPLITS = Pattern.compile("^The same|by what training");

    private ReportPage() {}

    /**
     * The page.
     *
     * @param dataset what was asked about; pictures of the gallery are read again
     * @param pictures most items of the gallery
     */
    public static String of(EvalReport report, List<Scored> scored, Dataset dataset, int pictures) {
        String title = "Evaluation of " + report.subject().model();
        Html body = new Html();
        body.element("h1", title);
        body.element(
                "p",
                report.subject().data()
                        + " \u00b7 "
                        + report.scenes()
                        + " pictures, "
                        + report.items()
                        + " answers, "
                        + report.invalid()
                        + " of them invalid",
                "class",
                "soft");
        body.start("nav");
        for (String place : List.of("plots", "tables", "gallery", "provenance")) {
            body.element("a", place, "href", "#" + place);
        }
        body.end("nav").line();
        body.element("h2", "At a glance");
        body.element(
                "p",
                "In brackets and as thin lines: 95 % interval, bootstrap over pictures ("
                        + EvalReport.REPLICATES
                        + " resamples). Invalid answers are counted as wrong in every number.");
        body.add(glance(report));
        body.start("div", "id", "plots").end("div");
        plots(body, report, scored);
        body.start("div", "id", "tables").end("div");
        report.tables().forEach(table -> table(body, table));
        body.start("h2", "id", "gallery").text("Gallery, worst first").end("h2");
        body.element(
                "p",
                "Green outline: what is true. Tinted, with a frame: what was answered. The number"
                        + " is the item's quality, from 0 to 1. A click enlarges a picture.",
                "class",
                "soft");
        body.add(new Gallery(dataset, pictures, report.subject().seed()).html(scored));
        body.start("h2", "id", "provenance").text("Provenance").end("h2");
        facts(body, report);
        return Document.of(title, body);
    }

    /** The first number of the first row of each table. */
    private static Html glance(EvalReport report) {
        List<IntervalChart.Bar> bars = new ArrayList<>();
        for (Table table : report.tables()) {
            if (SPLITS.matcher(table.title()).find()) {
                continue;
            }
            Table.Row row = table.rows().getFirst();
            row.estimates().entrySet().stream()
                    .filter(entry -> !entry.getKey().startsWith("tokens"))
                    .filter(entry -> !entry.getKey().startsWith("score"))
                    .filter(entry -> !entry.getKey().equals(Column.INVALID.name()))
                    .findFirst()
                    .ifPresent(entry -> bars.add(bar(table.title(), entry)));
        }
        return IntervalChart.of("The first number of each table", bars);
    }

    private static IntervalChart.Bar bar(String title, Map.Entry<String, Estimate> entry) {
        Estimate estimate = entry.getValue();
        return new IntervalChart.Bar(
                title.split(",")[0], estimate.value(), estimate.low(), estimate.high());
    }

    static void table(Html body, Table table) {
        body.element("h2", table.title());
        if (!table.note().isEmpty()) {
            body.element("p", table.note(), "class", "soft");
        }
        Set<String> columns = new LinkedHashSet<>();
        table.rows().forEach(row -> columns.addAll(row.estimates().keySet()));
        body.start("div", "class", "wide").start("table").start("tr");
        body.element("th", "").element("th", "n");
        columns.forEach(column -> body.element("th", column));
        body.end("tr").line();
        for (Table.Row row : table.rows()) {
            body.start("tr").element("td", row.name()).element("td", String.valueOf(row.n()));
            for (String column : columns) {
                Estimate estimate = row.estimates().get(column);
                body.start("td");
                if (estimate != null) {
                    String number = ReportMarkdown.number(column, estimate);
                    int space = number.indexOf(' ');
                    body.text(number.substring(0, space + 1));
                    body.element("small", number.substring(space + 1));
                }
                body.end("td");
            }
            body.end("tr").line();
        }
        body.end("table").end("div").line();
    }

    private static void plots(Html body, EvalReport report, List<Scored> scored) {
        List<Scored> found =
                scored.stream()
                        .filter(
                                item ->
                                        item.item().family() == Family.GROUNDING
                                                && item.item().measure() == Measure.PLAIN)
                        .toList();
        body.start("div", "class", "plots");
        if (!found.isEmpty()) {
            List<CurveChart.Curve> curves = new ArrayList<>();
            curves.add(curve("boxes", found, item -> item.score().boxIou()));
            List<Scored> masks =
                    found.stream()
                            .filter(item -> item.item().truth().getFirst().mask() != null)
                            .toList();
            if (!masks.isEmpty()) {
                curves.add(curve("masks", masks, item -> item.score().mask().iou()));
            }
            body.add(
                    CurveChart.of(
                            "Found, by how much overlap is asked", "IoU above", 0, 1, curves));
            body.add(
                    Histogram.of(
                            "Overlap of boxes",
                            "IoU",
                            1,
                            found.stream().mapToDouble(item -> item.score().boxIou()).toArray()));
        }
        double[] millis =
                scored.stream().mapToDouble(item -> item.prediction().millis()).sorted().toArray();
        if (millis.length > 0 && millis[millis.length - 1] > 0) {
            double most = Math.max(1, 1.2 * Bootstrap.quantile(millis, 0.98));
            body.add(Histogram.of("Time of an answer", timeAxis(report.cost()), most, millis));
        }
        double[] tokens =
                scored.stream()
                        .mapToDouble(item -> item.prediction().answer().usage().answerTokens())
                        .sorted()
                        .toArray();
        if (tokens.length > 0 && tokens[tokens.length - 1] > 0) {
            double most = Math.max(20, 1.2 * Bootstrap.quantile(tokens, 0.98));
            body.add(Histogram.of("Tokens of an answer", "tokens", most, tokens));
        }
        body.end("div").line();
    }

    private static CurveChart.Curve curve(
            String name, List<Scored> items, ToDoubleFunction<Scored> iou) {
        double[] at = new double[STEPS];
        double[] share = new double[STEPS];
        for (int i = 0; i < STEPS; i++) {
            double least = (double) i / STEPS;
            at[i] = least;
            share[i] =
                    (double) items.stream().filter(item -> iou.applyAsDouble(item) > least).count()
                            / items.size();
        }
        return new CurveChart.Curve(name, at, share);
    }

    private static String timeAxis(EvalReport.@Nullable Cost cost) {
        return cost == null || !cost.shared()
                ? "milliseconds"
                : "milliseconds, a share of " + cost.together() + " at a time";
    }

    private static void facts(Html body, EvalReport report) {
        EvalReport.Subject subject = report.subject();
        body.start("table", "class", "facts");
        fact(body, "model", subject.model());
        subject.weights().forEach((file, hash) -> fact(body, file, "sha256 " + hash));
        fact(body, "data", subject.data());
        fact(body, "seed", String.valueOf(subject.seed()));
        EvalReport.Cost cost = report.cost();
        if (cost != null && cost.answers().medianMillis() > 0) {
            fact(body, "answers", ReportMarkdown.cost(cost));
        }
        fact(
                body,
                "versions",
                subject.versions().entrySet().stream()
                        .map(entry -> entry.getKey() + " " + entry.getValue())
                        .collect(Collectors.joining(", ")));
        fact(body, "time", report.time());
        fact(body, "command", subject.command());
        body.end("table");
    }

    private static void fact(Html body, String name, String value) {
        body.start("tr").element("td", name).element("td", value).end("tr").line();
    }
}
