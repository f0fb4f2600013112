package io.fovea.cli;

import io.fovea.eval.Evaluator;
import io.fovea.eval.Prediction;

import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;

import org.jspecify.annotations.Nullable;

import java.io.PrintWriter;
import java.util.List;

/**
 * Shows how far an evaluation is, on standard error: a bar on a terminal, else a line for each
 * tenth.
 */
final class EvaluationProgress implements Evaluator.Progress, AutoCloseable {

    private final @Nullable ProgressBar bar;
    private final PrintWriter err;
    private final long start = System.nanoTime();

    private EvaluationProgress(@Nullable ProgressBar bar, PrintWriter err) {
        this.bar = bar;
        this.err = err;
    }

    static EvaluationProgress open(long scenes, PrintWriter err) {
        boolean terminal = System.console() != null && System.console().isTerminal();
        ProgressBar bar =
                terminal
                        ? new ProgressBarBuilder()
                                .setTaskName("evaluate")
                                .setInitialMax(scenes)
                                .setUnit(" pictures", 1)
                                .build()
                        : null;
        return new EvaluationProgress(bar, err);
    }

    @Override
    public void done(long scenes, long total, List<Prediction> latest) {
        if (bar != null) {
            bar.stepTo(scenes);
        } else if (scenes * 10 / total != (scenes - 1) * 10 / total) {
            double seconds = (System.nanoTime() - start) / 1e9;
            err.println(
                    scenes
                            + "/"
                            + total
                            + " pictures, about "
                            + Math.round(seconds * (total - scenes) / scenes)
                            + " s to go");
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
