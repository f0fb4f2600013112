package io.fovea.eval;

import io.fovea.chat.Answer;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToIntFunction;

/**
 * Everything an evaluation says, with what is needed to run it again.
 *
 * @param subject what was evaluated on what
 * @param scenes pictures
 * @param items answers
 * @param invalid answers of a wrong form; they are counted in all numbers
 * @param time when, as ISO-8601 in UTC
 * @param grounding wall-clock times of answers to phrases that fit one thing
 * @param cost of all answers; null in reports of earlier versions
 * @param tables the numbers
 */
public record EvalReport(
        Subject subject,
        int scenes,
        int items,
        int invalid,
        String time,
        Speed grounding,
        @Nullable Cost cost,
        List<Table> tables) {

    /** Resamples of the bootstrap. */
    public static final int REPLICATES = 1000;

    public EvalReport {
        tables = List.copyOf(tables);
    }

    /**
     * What was evaluated on what.
     *
     * @param model its name
     * @param weights SHA-256 in hex of each weight file by name
     * @param data the data set and its options in words
     * @param seed of the data set, the bootstrap and the choice of pictures
     * @param versions of the software by name
     * @param command the command line that repeats it
     */
    public record Subject(
            String model,
            Map<String, String> weights,
            String data,
            long seed,
            Map<String, String> versions,
            String command) {

        public Subject {
            weights = Collections.unmodifiableMap(new TreeMap<>(weights));
            versions = Collections.unmodifiableMap(new TreeMap<>(versions));
        }
    }

    /**
     * Wall-clock milliseconds of an answer, waiting included; of answers that were made together, a
     * share of all.
     */
    public record Speed(int n, double medianMillis, double p90Millis) {

        static Speed of(List<Prediction> predictions) {
            double[] sorted =
                    predictions.stream().mapToDouble(Prediction::millis).sorted().toArray();
            return sorted.length == 0
                    ? new Speed(0, 0, 0)
                    : new Speed(
                            sorted.length,
                            Bootstrap.quantile(sorted, 0.5),
                            Bootstrap.quantile(sorted, 0.9));
        }
    }

    /**
     * What the answers took.
     *
     * @param answers wall-clock times of single answers
     * @param seconds of all together, without what an earlier run of a resumed evaluation idled
     * @param promptTokens mean of a prompt, image tokens included; 0 where nobody counted
     * @param answerTokens mean of an answer
     * @param together answers that were made at a time, whose times are shares; null in reports
     *     from before there were such
     */
    public record Cost(
            Speed answers,
            double seconds,
            double promptTokens,
            double answerTokens,
            @Nullable Integer together) {

        static Cost of(List<Prediction> predictions, int together) {
            return new Cost(
                    Speed.of(predictions),
                    predictions.stream().mapToDouble(Prediction::millis).sum() / 1000,
                    mean(predictions, usage -> usage.promptTokens()),
                    mean(predictions, usage -> usage.answerTokens()),
                    together);
        }

        /** Whether a time is a share of several answers'. */
        boolean shared() {
            return together != null && together > 1;
        }

        private static double mean(
                List<Prediction> predictions, ToIntFunction<Answer.Usage> tokens) {
            return predictions.stream()
                    .mapToInt(prediction -> tokens.applyAsInt(prediction.answer().usage()))
                    .average()
                    .orElse(0);
        }
    }

    /** The report of judged predictions, made one after the other. */
    public static EvalReport of(Subject subject, List<Scored> scored) {
        return of(subject, scored, 1);
    }

    /**
     * The report of judged predictions.
     *
     * @param together how many were made at a time
     */
    public static EvalReport of(Subject subject, List<Scored> scored, int together) {
        List<Prediction> grounding =
                scored.stream()
                        .map(Scored::prediction)
                        .filter(prediction -> prediction.item().family() == Family.GROUNDING)
                        .toList();
        long[] scenes = scored.stream().mapToLong(item -> item.item().scene()).distinct().toArray();
        return new EvalReport(
                subject,
                scenes.length,
                scored.size(),
                (int) scored.stream().filter(item -> item.score().invalid()).count(),
                Instant.now().toString(),
                Speed.of(grounding),
                Cost.of(scored.stream().map(Scored::prediction).toList(), together),
                new Tables(scored, REPLICATES, subject.seed()).all());
    }

    /** A table by its title. */
    public Table table(String title) {
        return tables.stream()
                .filter(table -> table.title().equals(title))
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "the report has no table '"
                                                + title
                                                + "', only "
                                                + tables.stream().map(Table::title).toList()));
    }
}
