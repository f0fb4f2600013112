package io.fovea.sweep;

import com.fasterxml.jackson.databind.JsonNode;

import io.fovea.config.StrictJson;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.StreamSupport;

/**
 * Reads the numbers of a cell from the reports and the log that its run left.
 *
 * @param reports the folder of reports by name of measure
 * @param log the run's {@code log.jsonl}
 */
public record OutcomeReader(Map<String, Path> reports, Path log) {

    /** Numbers of the columns; those that cannot be found are left out. */
    public Outcome read(SweepCell cell, List<Sweep.Column> columns) throws IOException {
        return new Outcome(cell.variant(), cell.seed(), numbers(columns));
    }

    /** Numbers of the columns, by title; those that cannot be found are left out. */
    public Map<String, Double> numbers(List<Sweep.Column> columns) throws IOException {
        Map<String, Double> numbers = new LinkedHashMap<>();
        for (Sweep.Column column : columns) {
            (column.log() == null ? ofReport(column) : ofLog(column.log()))
                    .ifPresent(number -> numbers.put(column.title(), number));
        }
        return numbers;
    }

    private OptionalDouble ofReport(Sweep.Column column) {
        Path folder = reports.get(column.measure());
        if (folder == null || !Files.exists(folder.resolve("report.json"))) {
            return OptionalDouble.empty();
        }
        JsonNode report = StrictJson.tree(folder.resolve("report.json"));
        JsonNode table = named(report.path("tables"), "title", column.table());
        JsonNode row = named(table.path("rows"), "name", column.row());
        JsonNode value =
                row.path("estimates").path(String.valueOf(column.estimate())).path("value");
        return value.isNumber() ? OptionalDouble.of(value.asDouble()) : OptionalDouble.empty();
    }

    private static JsonNode named(JsonNode list, String key, String name) {
        return StreamSupport.stream(list.spliterator(), false)
                .filter(node -> node.path(key).asText().equals(name))
                .findFirst()
                .orElse(com.fasterxml.jackson.databind.node.MissingNode.getInstance());
    }

    /** The mean over the second half of the log. */
    private OptionalDouble ofLog(String key) throws IOException {
        if (!Files.exists(log)) {
            return OptionalDouble.empty();
        }
        List<String> lines = Files.readAllLines(log);
        return lines.subList(lines.size() / 2, lines.size()).stream()
                .map(line -> StrictJson.tree(line, log.toString()).path(key))
                .filter(JsonNode::isNumber)
                .mapToDouble(JsonNode::asDouble)
                .average();
    }
}
