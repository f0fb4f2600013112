package io.fovea.pruning;

import io.fovea.checkpoint.Provenance;
import io.fovea.config.ConfigError;
import io.fovea.config.Problem;
import io.fovea.config.StrictJson;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Scores of a model's layers and where they come from, as strict JSON. {@code tuning} reads {@code
 * layers} and {@code scores} of it.
 *
 * @param layers L
 * @param model what was scored
 * @param against what its weights were compared with; null when no such score is here
 * @param data what it was shown; null when only weights were compared
 * @param scores a number for each layer under each name
 * @param blockAngularDistance for n from 1, the distance over n layers from each layer on; null
 *     when not measured
 * @param provenance what made it
 */
public record ScoreFile(
        int layers,
        ModelIdentity model,
        @Nullable ModelIdentity against,
        @Nullable Shown data,
        Map<Score, List<Double>> scores,
        @Nullable List<List<Double>> blockAngularDistance,
        Provenance provenance) {

    /**
     * What a model was shown.
     *
     * @param description in words
     * @param prompts how many
     * @param imageTokens in all of them
     * @param textTokens in all of them
     * @param seed of what was drawn at random
     */
    public record Shown(
            String description, int prompts, long imageTokens, long textTokens, long seed) {}

    public ScoreFile {
        if (layers < 1) {
            throw new IllegalArgumentException("layers is at least 1, got " + layers);
        }
        Map<Score, List<Double>> copy = new EnumMap<>(Score.class);
        for (Map.Entry<Score, List<Double>> entry : scores.entrySet()) {
            String name = "scores." + entry.getKey().key();
            if (entry.getKey() == Score.BLOCK_ANGULAR_DISTANCE) {
                throw new IllegalArgumentException(
                        "block_angular_distance is a list for each n and stands beside scores");
            }
            check(name, entry.getValue(), layers);
            copy.put(entry.getKey(), List.copyOf(entry.getValue()));
        }
        scores = Collections.unmodifiableMap(copy);
        if (blockAngularDistance != null) {
            if (blockAngularDistance.size() != layers) {
                throw new IllegalArgumentException(
                        "block_angular_distance has a list for each n from 1 to "
                                + layers
                                + ", got "
                                + blockAngularDistance.size());
            }
            for (int n = 1; n <= layers; n++) {
                check(
                        "block_angular_distance of n = " + n,
                        blockAngularDistance.get(n - 1),
                        layers - n + 1);
            }
            blockAngularDistance = blockAngularDistance.stream().map(List::copyOf).toList();
        }
        if (scores.isEmpty() && blockAngularDistance == null) {
            throw new IllegalArgumentException("a file of scores has at least one");
        }
    }

    private static void check(String name, List<Double> values, int expected) {
        if (values.size() != expected) {
            throw new IllegalArgumentException(
                    name + " has " + expected + " numbers, got " + values.size());
        }
        for (int i = 0; i < values.size(); i++) {
            if (!Double.isFinite(values.get(i))) {
                throw new IllegalArgumentException(
                        name + "[" + i + "] is a finite number, got " + values.get(i));
            }
        }
    }

    /**
     * Reads a file.
     *
     * @throws ConfigError with all problems, such as a number that is not finite
     */
    public static ScoreFile read(Path file) {
        try {
            return StrictJson.read(file, ScoreFile.class);
        } catch (ConfigError e) {
            List<Problem> problems = new ArrayList<>();
            for (Problem problem : e.problems()) {
                problems.add(notANumber(problem));
            }
            throw new ConfigError(e.source(), problems);
        }
    }

    /** JSON has no NaN; files of other programs have it, and the reader's words are technical. */
    private static Problem notANumber(Problem problem) {
        String got = problem.got();
        boolean literal = got.contains("Non-standard token");
        return literal
                ? new Problem(
                        problem.path(),
                        "finite numbers",
                        "NaN or Infinity" + got.substring(Math.max(0, got.lastIndexOf(" at line"))),
                        "score the model again")
                : problem;
    }

    /** Which scores are here. */
    public Set<Score> has() {
        Set<Score> all = new TreeSet<>(scores.keySet());
        if (blockAngularDistance != null) {
            all.add(Score.BLOCK_ANGULAR_DISTANCE);
        }
        return all;
    }

    /**
     * The numbers of a score, one for each layer.
     *
     * @throws IllegalArgumentException when it is not here, with those that are
     */
    public List<Double> of(Score score) {
        List<Double> values = scores.get(score);
        if (values == null) {
            throw lacks(score);
        }
        return values;
    }

    /**
     * The distances over n layers in a row, by the first of them.
     *
     * @throws IllegalArgumentException when they are not here
     */
    public List<Double> blocks(int n) {
        if (blockAngularDistance == null) {
            throw lacks(Score.BLOCK_ANGULAR_DISTANCE);
        }
        return blockAngularDistance.get(n - 1);
    }

    private IllegalArgumentException lacks(Score score) {
        return new IllegalArgumentException(
                "the score "
                        + score.key()
                        + " is not in the file; it has "
                        + has().stream().map(Score::key).collect(Collectors.joining(", ")));
    }
}
