package io.fovea.train;

import com.fasterxml.jackson.databind.JsonNode;

import io.fovea.checkpoint.RunLog;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How long a run took up to a step, by its log; between two lines of the log in proportion to the
 * steps.
 *
 * @param marks in the order of the steps, with the times since the run began
 */
public record RunClock(List<Mark> marks) {

    static final String SECONDS = "seconds";
    static final String PROCESSOR_SECONDS = "processor_seconds";

    public RunClock {
        marks = List.copyOf(marks);
    }

    /**
     * A moment of a run.
     *
     * @param seconds that went by
     * @param processorSeconds of all processors that the run took: what it costs whatever else the
     *     machine does
     */
    public record Mark(long step, double seconds, double processorSeconds) {

        private Mark towards(Mark next, long wanted) {
            double share = (double) (wanted - step) / (next.step - step);
            return new Mark(
                    wanted,
                    seconds + share * (next.seconds - seconds),
                    processorSeconds + share * (next.processorSeconds - processorSeconds));
        }
    }

    /** Reads a log; one without times gives a clock without marks. */
    public static RunClock of(RunLog log) {
        List<Mark> marks = new ArrayList<>();
        double seconds = 0;
        double processor = 0;
        for (JsonNode line : log.lines()) {
            if (!line.has(SECONDS) || !line.has(PROCESSOR_SECONDS)) {
                return new RunClock(List.of());
            }
            seconds += line.path(SECONDS).asDouble();
            processor += line.path(PROCESSOR_SECONDS).asDouble();
            marks.add(new Mark(line.path("step").asLong(), seconds, processor));
        }
        return new RunClock(marks);
    }

    /** The moment after a step; empty behind the last line of the log. */
    public Optional<Mark> at(long step) {
        Mark before = new Mark(0, 0, 0);
        for (Mark mark : marks) {
            if (mark.step() >= step) {
                return Optional.of(mark.step() == step ? mark : before.towards(mark, step));
            }
            before = mark;
        }
        return Optional.empty();
    }
}
