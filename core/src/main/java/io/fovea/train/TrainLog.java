package io.fovea.train;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.fovea.checkpoint.RunLog;
import io.fovea.tensor.Torch;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * Gathers what steps measured and writes a line every so often: means since the last line, speed,
 * memory.
 */
final class TrainLog {

    private final RunLog file;
    private final int every;
    private final Map<String, Objective.Measure> sums = new TreeMap<>();
    private long samples;
    private long since = System.nanoTime();
    private Duration worked = worked();

    TrainLog(RunLog file, int every) {
        this.file = file;
        this.every = every;
    }

    /**
     * Adds a step. Of a skipped one only the fact is counted: its numbers are not finite.
     *
     * @param last whether a line is due whatever the step's number, because the stage ends
     * @return the line that it completed, or an empty one
     */
    Map<String, Double> add(
            long step,
            String stage,
            int samplesInStep,
            double rate,
            TrainStep.Result result,
            boolean last) {
        if (!result.skipped()) {
            result.losses()
                    .forEach((name, value) -> add("loss_" + name, new Objective.Measure(value, 1)));
            result.measures().forEach(this::add);
            add("gradient_norm", new Objective.Measure(result.gradientNorm(), 1));
        }
        add("skipped", new Objective.Measure(result.skipped() ? 1 : 0, 1));
        samples += samplesInStep;
        return step % every == 0 || last ? write(step, stage, rate) : Map.of();
    }

    private void add(String name, Objective.Measure measure) {
        sums.merge(name, measure, Objective.Measure::plus);
    }

    private Map<String, Double> write(long step, String stage, double rate) {
        double seconds = (System.nanoTime() - since) / 1e9;
        Duration now = worked();
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        line.put("step", step).put("stage", stage).put("rate", rate);
        line.put("samples_per_second", Math.round(samples / seconds * 10) / 10.0);
        line.put(RunClock.SECONDS, Math.round(seconds * 100) / 100.0);
        line.put(RunClock.PROCESSOR_SECONDS, now.minus(worked).toMillis() / 1e3);
        line.put("resident_mb", Torch.residentBytes() >> 20);
        Map<String, Double> means = new TreeMap<>();
        sums.forEach(
                (name, measure) ->
                        means.put(name, Math.round(measure.sum() / measure.count() * 1e5) / 1e5));
        means.forEach(line::put);
        file.append(line);
        sums.clear();
        samples = 0;
        since = System.nanoTime();
        worked = now;
        return means;
    }

    /** Time of all processors that this process has taken; zero where the system does not tell. */
    private static Duration worked() {
        return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
    }
}
