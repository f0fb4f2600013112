package io.fovea.eval;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** A report in words and tables, for people. */
public final class ReportMarkdown {

    /** Before the tables in a document that {@link #into} keeps up to date. */
    public static final String BEGIN = "<!-- evaluation: begin -->";

    /** After the tables. */
    public static final String END = "<!-- evaluation: end -->";

    private ReportMarkdown() {}

    /** The whole report as a document. */
    public static String document(EvalReport report) {
        return "# Evaluation of " + report.subject().model() + "\n\n" + body(report);
    }

    /**
     * A document with the report between its two marks, all else as it was.
     *
     * @throws IllegalArgumentException when the marks are not there, once each and in order
     */
    public static String into(String document, EvalReport report) {
        requireMarks(document);
        return document.substring(0, document.indexOf(BEGIN) + BEGIN.length())
                + "\n\n"
                + body(report)
                + "\n"
                + document.substring(document.indexOf(END));
    }

    /**
     * Refuses a document that has no room for a report.
     *
     * @throws IllegalArgumentException when the marks are not there, once each and in order
     */
    static void requireMarks(String document) {
        int begin = document.indexOf(BEGIN);
        int end = document.indexOf(END);
        if (begin < 0
                || end < begin
                || document.indexOf(BEGIN, begin + 1) >= 0
                || document.indexOf(END, end + 1) >= 0) {
            throw new IllegalArgumentException(
                    "the document needs the lines '"
                            + BEGIN
                            + "' and '"
                            + END
                            + "' once each, in this order; add them where the tables belong");
        }
    }

    private static String body(EvalReport report) {
        EvalReport.Subject subject = report.subject();
        StringBuilder text = new StringBuilder();
        text.append("| | |\n|---|---|\n");
        fact(text, "model", subject.model());
        subject.weights().forEach((file, hash) -> fact(text, file, "sha256 `" + hash + "`"));
        fact(text, "data", subject.data());
        fact(text, "seed", Long.toString(subject.seed()));
        fact(text, "pictures, answers", report.scenes() + ", " + report.items());
        fact(text, "invalid answers", report.invalid() + " (counted in every number below)");
        EvalReport.Speed speed = report.grounding();
        if (speed.n() > 0) {
            fact(
                    text,
                    "one grounding",
                    String.format(
                            Locale.ROOT,
                            "median %.1f ms, 90 %% within %.1f ms (n %d)",
                            speed.medianMillis(),
                            speed.p90Millis(),
                            speed.n()));
        }
        EvalReport.Cost cost = report.cost();
        if (cost != null && cost.answers().medianMillis() > 0) {
            fact(text, "all answers", cost(cost));
        }
        fact(
                text,
                "versions",
                subject.versions().entrySet().stream()
                        .map(entry -> entry.getKey() + " " + entry.getValue())
                        .collect(Collectors.joining(", ")));
        fact(text, "time", report.time());
        fact(text, "command", "`" + subject.command() + "`");
        text.append("\nIn brackets: 95 % interval, bootstrap over pictures (")
                .append(EvalReport.REPLICATES)
                .append(" resamples). All but tokens in percent.\n");
        report.tables().forEach(table -> table(text, table));
        return text.toString();
    }

    /** Time and tokens in words. */
    static String cost(EvalReport.Cost cost) {
        return String.format(
                Locale.ROOT,
                "%.0f s; one%s: median %.1f ms, 90 %% within %.1f ms; mean tokens: prompt %.0f,"
                        + " answer %.1f",
                cost.seconds(),
                cost.shared() ? ", its share of " + cost.together() + " at a time" : "",
                cost.answers().medianMillis(),
                cost.answers().p90Millis(),
                cost.promptTokens(),
                cost.answerTokens());
    }

    private static void fact(StringBuilder text, String name, String value) {
        text.append("| ").append(cell(name)).append(" | ").append(cell(value)).append(" |\n");
    }

    private static void table(StringBuilder text, Table table) {
        text.append("\n## ").append(table.title()).append("\n\n");
        if (!table.note().isEmpty()) {
            text.append(table.note()).append("\n\n");
        }
        Set<String> columns = new LinkedHashSet<>();
        table.rows().forEach(row -> columns.addAll(row.estimates().keySet()));
        text.append("| | n |");
        columns.forEach(column -> text.append(' ').append(cell(column)).append(" |"));
        text.append("\n|---|---:|").append("---:|".repeat(columns.size())).append('\n');
        for (Table.Row row : table.rows()) {
            text.append("| ").append(cell(row.name())).append(" | ").append(row.n()).append(" |");
            for (String column : columns) {
                Estimate estimate = row.estimates().get(column);
                text.append(' ')
                        .append(estimate == null ? "" : number(column, estimate))
                        .append(" |");
            }
            text.append('\n');
        }
    }

    /** An estimate with its interval; percent unless it counts tokens. */
    static String number(String column, Estimate estimate) {
        boolean percent = !column.startsWith("tokens");
        double times = percent ? 100 : 1;
        String pattern = percent ? "%.1f [%.1f, %.1f]" : "%.2f [%.2f, %.2f]";
        return String.format(
                Locale.ROOT,
                pattern,
                times * estimate.value(),
                times * estimate.low(),
                times * estimate.high());
    }

    private static String cell(String text) {
        return String.join(" ", List.of(text.split("\\R"))).replace("|", "\\|");
    }
}
