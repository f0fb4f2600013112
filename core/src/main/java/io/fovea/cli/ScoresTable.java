package io.fovea.cli;

import io.fovea.pruning.Score;
import io.fovea.pruning.ScoreFile;

import java.io.PrintWriter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Scores as text: a row for each layer, then the order in which layers would go. */
final class ScoresTable {

    private static final int LISTED = 16;

    private ScoresTable() {}

    static void print(ScoreFile file, PrintWriter out) {
        Map<Score, List<Double>> scores = file.scores();
        if (!scores.isEmpty()) {
            out.println(
                    "layer"
                            + scores.keySet().stream()
                                    .map(score -> String.format("%13s", head(score)))
                                    .collect(Collectors.joining()));
            for (int layer = 0; layer < file.layers(); layer++) {
                int row = layer;
                out.println(
                        String.format("%5d", layer)
                                + scores.values().stream()
                                        .map(values -> number(values.get(row)))
                                        .collect(Collectors.joining()));
            }
            out.println();
        }
        out.println("least important first:");
        for (Score score : file.has()) {
            out.printf("  %-13s%-28s%s%n", head(score), score.key(), order(file, score));
        }
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value < 1000 ? "%13.4f" : "%13.1f", value);
    }

    private static String head(Score score) {
        return switch (score) {
            case BLOCK_INFLUENCE -> "BI";
            case IMAGE_BLOCK_INFLUENCE -> "BI image";
            case TEXT_BLOCK_INFLUENCE -> "BI text";
            case MULTIMODAL_BLOCK_INFLUENCE -> "BI both";
            case ANGULAR_DISTANCE -> "angle";
            case BLOCK_ANGULAR_DISTANCE -> "run";
            case IMAGE_ATTENTION -> "attention";
            case PARAMETER_L2 -> "weights L2";
            case PARAMETER_ANGULAR -> "weights ang.";
            case PARAMETER_RATIO -> "weights rel.";
        };
    }

    private static String order(ScoreFile file, Score score) {
        if (score == Score.BLOCK_ANGULAR_DISTANCE) {
            return IntStream.range(1, Math.min(file.layers(), 5))
                    .mapToObj(n -> n + " from " + least(file.blocks(n)).getFirst())
                    .collect(Collectors.joining(", "));
        }
        List<Integer> order = least(file.of(score));
        return order.stream().limit(LISTED).map(String::valueOf).collect(Collectors.joining(", "))
                + (order.size() > LISTED ? ", ..." : "");
    }

    /** Indices by value; of equal ones the deeper first, as a plan takes them. */
    private static List<Integer> least(List<Double> values) {
        return IntStream.range(0, values.size())
                .boxed()
                .sorted(
                        Comparator.<Integer, Double>comparing(values::get)
                                .thenComparing(Comparator.reverseOrder()))
                .toList();
    }
}
