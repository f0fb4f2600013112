package io.fovea.train;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import io.fovea.checkpoint.Provenance;
import io.fovea.checkpoint.RunDirectory;
import io.fovea.checkpoint.RunState;
import io.fovea.checkpoint.RunStep;
import io.fovea.checkpoint.StoredWeights;
import io.fovea.config.StrictJson;
import io.fovea.data.Batch;
import io.fovea.data.BatchLoader;
import io.fovea.data.Dataset;
import io.fovea.tensor.AdamW;
import io.fovea.tensor.DType;
import io.fovea.tensor.Scope;
import io.fovea.tensor.Torch;
import io.fovea.tuning.TrainableTable;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * The loop: stages of a recipe one after another, a step at a time, with a log, checkpoints and
 * exact resume. It knows objectives and data by their interfaces only.
 */
public final class Trainer {

    /** What learns in each stage, in the folder of a run. */
    private static final String TRAINABLE = "trainable.json";

    private static final int AHEAD = 3;

    private final Recipe recipe;
    private final RunDirectory run;
    private final Listener listener;
    private final BooleanSupplier stop;
    private boolean stopped;

    /** Told about progress, for a bar on a terminal. */
    @FunctionalInterface
    public interface Listener {

        /**
         * A step was taken.
         *
         * @param step steps taken in the run
         * @param total steps of the run
         * @param line what was just logged, empty between lines
         */
        void onStep(long step, long total, String stage, Map<String, Double> line);

        /** The model is built and its stages fit it; the first step comes. */
        default void onBegin(TrainableTable.OfRun trainable) {}
    }

    /**
     * @param stop asked between steps; when true a checkpoint is written and {@link #train} returns
     */
    public Trainer(RunDirectory run, Listener listener, BooleanSupplier stop) {
        this.run = run;
        this.recipe =
                StrictJson.parse(
                        run.recipe(), run.folder().resolve("recipe.json").toString(), Recipe.class);
        this.listener = listener;
        this.stop = stop;
    }

    /**
     * Trains from the latest checkpoint, or from the start, to the end of the recipe or until asked
     * to stop.
     *
     * @return the folder of the finished model, or of its adapters; empty when stopped before the
     *     end
     */
    public Optional<Path> train() throws IOException {
        Torch.setThreads(recipe.workers() > 1 ? 1 : recipe.threads());
        try (Workbench bench = Workbench.of(recipe, run)) {
            TrainableTable.OfRun trainable = StageCheck.of(bench.model(), recipe.stages());
            run.note(TRAINABLE, StrictJson.write(trainable));
            listener.onBegin(trainable);
            Optional<RunStep> latest = run.latest();
            latest.ifPresent(bench::restore);
            long done = latest.map(RunStep::step).orElse(0L);
            long begin = 0;
            bench.model().setTraining(true);
            if (recipe.recompute() != null) {
                bench.model().language().recompute(recipe.recompute());
            }
            for (Recipe.Stage stage : recipe.stages()) {
                long end = begin + stage.steps();
                if (done < end) {
                    done = new StageRun(bench, stage, begin, end).from(Math.max(done, begin));
                    if (stopped && done < totalSteps()) {
                        return Optional.empty();
                    }
                }
                begin = end;
            }
            return Optional.of(export(bench));
        }
    }

    private long totalSteps() {
        return recipe.stages().stream().mapToLong(Recipe.Stage::steps).sum();
    }

    private Path export(Workbench bench) throws IOException {
        Path folder = run.folder().resolve(recipe.model().adapts() ? "adapter" : "model");
        Provenance provenance = Provenance.read(run.folder());
        Export.write(bench, recipe, provenance, folder, DType.FLOAT32);
        Export.network(bench, recipe, run.folder().resolve("adapter"), provenance);
        return folder;
    }

    /** One stage with its optimizer; steps are counted over the whole run. */
    private final class StageRun {

        private final Workbench bench;
        private final Recipe.Stage stage;
        private final long begin;
        private final long end;
        private final LearningRate rate;
        private final TrainLog log = new TrainLog(run.log(), recipe.logEvery());

        StageRun(Workbench bench, Recipe.Stage stage, long begin, long end) {
            this.bench = bench;
            this.stage = stage;
            this.begin = begin;
            this.end = end;
            rate = stage.rate().over(stage.steps());
        }

        /**
         * Runs from a step of the run, which the latest checkpoint is of; returns the step it came
         * to.
         */
        long from(long start) {
            try (AdamW optimizer = optimizer();
                    Replicas replicas = new Replicas(bench, recipe.workers());
                    BatchLoader loader = loader(start)) {
                run.latest().ifPresent(step -> restore(optimizer, step));
                TrainStep trainStep =
                        new TrainStep(
                                replicas,
                                stage,
                                optimizer,
                                recipe.optimizer().clip(),
                                recipe.seed());
                long step = start;
                while (step < end) {
                    step(trainStep, loader, step);
                    step++;
                    stopped = stop.getAsBoolean();
                    if (stopped || step == end || step % recipe.checkpointEvery() == 0) {
                        save(step, optimizer);
                    }
                    if (stopped) {
                        return step;
                    }
                }
                return step;
            }
        }

        private void step(TrainStep trainStep, BatchLoader loader, long step) {
            List<Batch> batches = new ArrayList<>();
            for (int i = 0; i < stage.accumulate(); i++) {
                batches.add(loader.next());
            }
            double now = rate.at(step - begin);
            TrainStep.Result result = trainStep.take(batches, step, now);
            Map<String, Double> line =
                    log.add(
                            step + 1,
                            stage.name(),
                            stage.batchSize() * stage.accumulate(),
                            now,
                            result,
                            step + 1 == end);
            listener.onStep(step + 1, totalSteps(), stage.name(), line);
        }

        private AdamW optimizer() {
            Recipe.Optimizer settings = recipe.optimizer();
            return new AdamW(
                    ParameterGroups.of(bench.model(), stage, settings.weightDecay()),
                    new AdamW.Moments(settings.beta1(), settings.beta2(), settings.eps()));
        }

        /**
         * Within a stage the moments are those of the checkpoint; a new stage inherits those that
         * it can use.
         */
        private void restore(AdamW optimizer, RunStep step) {
            try (Scope scope = Scope.open();
                    StoredWeights stored = step.openOptimizer()) {
                if (step.step() > begin) {
                    optimizer.load(stored.load());
                } else {
                    optimizer.inherit(stored.load());
                }
            }
        }

        private BatchLoader loader(long start) {
            Dataset dataset = bench.data().of(stage, recipe.seed() + begin);
            long batches = (start - begin) * stage.accumulate();
            return new BatchLoader(
                    dataset, bench.collator(), stage.batchSize(), recipe.seed(), batches, AHEAD);
        }

        private void save(long step, AdamW optimizer) {
            try (Scope scope = Scope.open()) {
                run.save(
                        step,
                        new RunState(
                                bench.model().weights(),
                                optimizer.state(),
                                JsonNodeFactory.instance
                                        .objectNode()
                                        .put("step", step)
                                        .put("stage", stage.name())),
                        recipe.kept());
            }
            Torch.giveBackFreeMemory();
        }
    }
}
