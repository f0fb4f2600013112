package io.fovea.sweep;

import io.fovea.sweep.SweepTable.Cell;
import io.fovea.sweep.SweepTable.Row;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What models could do while they learned: numbers of the kept checkpoints of one or more runs.
 *
 * @param columns titles of the numbers
 * @param points in the order of runs and steps
 */
public record LearningCurve(List<String> columns, List<Point> points) {

    private static final String MINUTES = "processor minutes";

    public LearningCurve {
        columns = List.copyOf(columns);
        points = List.copyOf(points);
    }

    /**
     * A checkpoint.
     *
     * @param samples pictures that it has learned from
     * @param seconds from the beginning of the run; null where its log does not tell
     * @param processorSeconds of all processors together; null where its log does not tell
     * @param numbers by column
     */
    public record Point(
            String run,
            long step,
            long samples,
            @Nullable Double seconds,
            @Nullable Double processorSeconds,
            Map<String, Double> numbers) {

        public Point {
            numbers = Map.copyOf(numbers);
        }

        /** The run without its seed, as a sweep names runs: {@code claim-token-s2}. */
        String curve() {
            return run.replaceFirst("-s\\d+$", "");
        }
    }

    /**
     * A mean over the runs that differ only in their seed, after the same step.
     *
     * @param minutes of the processor; 0 where no log tells
     */
    public record Mean(long samples, double minutes, double value) {}

    /** The curves of a column, each with its points in order. */
    public Map<String, List<Mean>> means(String column) {
        Map<String, List<Mean>> curves = new TreeMap<>();
        grouped()
                .forEach(
                        (curve, steps) ->
                                curves.put(
                                        curve,
                                        steps.values().stream()
                                                .flatMap(same -> mean(same, column))
                                                .toList()));
        return curves;
    }

    /** Nothing where no run has the number. */
    private static Stream<Mean> mean(List<Point> same, String column) {
        Cell number = cell(same, point -> point.numbers().get(column));
        Cell minutes = cell(same, LearningCurve::minutes);
        return number.n() == 0
                ? Stream.empty()
                : Stream.of(new Mean(same.getFirst().samples(), minutes.mean(), number.mean()));
    }

    /** A row for each curve and number of samples. */
    public SweepTable table() {
        List<String> titles = Stream.concat(Stream.of(MINUTES), columns.stream()).toList();
        List<Row> rows = new ArrayList<>();
        for (Map.Entry<String, SortedMap<Long, List<Point>>> curve : grouped().entrySet()) {
            for (List<Point> same : curve.getValue().values()) {
                String name = curve.getKey() + ", " + same.getFirst().samples() + " samples";
                rows.add(row(name, same));
            }
        }
        return new SweepTable(titles, rows);
    }

    private Row row(String name, List<Point> same) {
        List<Cell> cells = new ArrayList<>();
        cells.add(cell(same, LearningCurve::minutes));
        columns.forEach(column -> cells.add(cell(same, p -> p.numbers().get(column))));
        return new Row(name, same.size(), cells);
    }

    private SortedMap<String, SortedMap<Long, List<Point>>> grouped() {
        SortedMap<String, SortedMap<Long, List<Point>>> curves = new TreeMap<>();
        for (Point point : points) {
            curves.computeIfAbsent(point.curve(), name -> new TreeMap<>())
                    .computeIfAbsent(point.step(), step -> new ArrayList<>())
                    .add(point);
        }
        return curves;
    }

    private static @Nullable Double minutes(Point point) {
        return point.processorSeconds() == null ? null : point.processorSeconds() / 60;
    }

    private static Cell cell(List<Point> points, Function<Point, @Nullable Double> number) {
        return Cell.of(points.stream().map(number).filter(Objects::nonNull).toList());
    }
}
