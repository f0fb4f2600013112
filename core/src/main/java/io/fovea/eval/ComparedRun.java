package io.fovea.eval;

import com.fasterxml.jackson.databind.JsonNode;

import io.fovea.config.StrictJson;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A finished evaluation, as far as a comparison needs it.
 *
 * @param name of what was evaluated
 * @param items by id, in the order of the file
 */
public record ComparedRun(String name, Map<String, JudgedItem> items) {

    /**
     * A judged prediction.
     *
     * @param scene number of its picture
     * @param family by which it is measured
     * @param kind of what was asked
     * @param question in words
     * @param expected the true answer's words
     * @param answer the words answered
     * @param places how many were answered
     * @param right the strict judgement
     * @param metrics what the item adds to numerator and denominator of each metric by name
     */
    public record JudgedItem(
            long scene,
            String family,
            String kind,
            String question,
            String expected,
            String answer,
            int places,
            boolean right,
            Map<String, double[]> metrics) {}

    /**
     * Reads a report's folder, or its {@code predictions.jsonl}.
     *
     * @throws IOException when it cannot be read
     * @throws IllegalArgumentException when it holds no judged predictions, naming the line
     */
    public static ComparedRun read(Path place) throws IOException {
        Path file = Files.isDirectory(place) ? place.resolve(FileJournal.PREDICTIONS) : place;
        if (!Files.isRegularFile(file)) {
            throw new IllegalArgumentException(
                    "there is no report in "
                            + place
                            + " ("
                            + FileJournal.PREDICTIONS
                            + " is missing); run fovea evaluate --out "
                            + place
                            + " first");
        }
        Map<String, JudgedItem> items = new LinkedHashMap<>();
        try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            int number = 0;
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                number++;
                String where = file + ", line " + number;
                JsonNode tree = StrictJson.tree(line, where);
                if (!tree.hasNonNull("id") || !tree.path("metrics").isObject()) {
                    throw new IllegalArgumentException(
                            where
                                    + ": not a judged prediction (it has no \"id\" or no"
                                    + " \"metrics\"); an unfinished evaluation is finished with"
                                    + " --resume, answers of other systems are scored with"
                                    + " fovea evaluate --predictions");
                }
                items.put(tree.get("id").asText(), item(tree));
            }
        }
        return new ComparedRun(name(file), items);
    }

    private static String name(Path file) {
        Path report = file.resolveSibling(ReportFolder.REPORT);
        Path folder = file.toAbsolutePath().getParent();
        String place = folder == null ? file.toString() : String.valueOf(folder.getFileName());
        if (!Files.exists(report)) {
            return place;
        }
        String model = StrictJson.tree(report).path("subject").path("model").asText(place);
        return model.equals(place) ? model : model + " (" + place + ")";
    }

    private static JudgedItem item(JsonNode tree) {
        Map<String, double[]> metrics = new LinkedHashMap<>();
        tree.get("metrics")
                .properties()
                .forEach(
                        metric ->
                                metrics.put(
                                        metric.getKey(),
                                        new double[] {
                                            metric.getValue().path(0).asDouble(),
                                            metric.getValue().path(1).asDouble()
                                        }));
        return new JudgedItem(
                tree.path("scene").asLong(),
                tree.path("family").asText("all"),
                tree.path("kind").asText(),
                tree.path("question").asText(),
                tree.path("expected").asText(),
                tree.path("answer").asText(),
                tree.path("regions").size(),
                tree.path("correct").asBoolean(),
                metrics);
    }
}
