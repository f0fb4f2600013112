package io.fovea.cli;

import io.fovea.model.FirstWeights;

import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

import org.jspecify.annotations.Nullable;

import java.io.PrintWriter;
import java.util.function.BooleanSupplier;

/**
 * Shows how much of a model is written, on standard error: a bar of megabytes with the time left on
 * a terminal, else a line for each tenth of a large one. Ends the work when it is asked to stop.
 */
final class InitProgress implements FirstWeights.Listener, AutoCloseable {

    private static final long MEGABYTE = 1_000_000;

    /** Below it lines would come faster than they can be read. */
    private static final long LARGE = 500 * MEGABYTE;

    private final PrintWriter err;
    private final BooleanSupplier stopped;
    private final long since = System.nanoTime();
    private @Nullable ProgressBar bar;
    private long total;
    private long done;

    InitProgress(PrintWriter err, BooleanSupplier stopped) {
        this.err = err;
        this.stopped = stopped;
    }

    @Override
    public void planned(int tensors, long bytes) {
        total = bytes;
        java.io.Console console = System.console();
        if (console != null && console.isTerminal() && !"dumb".equals(System.getenv("TERM"))) {
            bar =
                    new ProgressBarBuilder()
                            .setTaskName("init")
                            .setInitialMax(bytes)
                            .setStyle(ProgressBarStyle.ASCII)
                            .setUpdateIntervalMillis(200)
                            .setUnit(" MB", MEGABYTE)
                            .showSpeed()
                            .build();
        } else if (bytes > LARGE) {
            err.println("init: " + tensors + " tensors, " + InspectCommand.size(bytes));
        }
    }

    @Override
    public void drawn(String name, long bytes) {
        if (stopped.getAsBoolean()) {
            throw new CliError("stopped; nothing was left behind");
        }
        long before = done;
        done += bytes;
        if (bar != null) {
            bar.stepTo(done);
        } else if (total > LARGE && done * 10 / total > before * 10 / total) {
            double seconds = (System.nanoTime() - since) / 1e9;
            err.println(
                    done * 100 / total
                            + " %, left "
                            + TrainProgress.time(
                                    Math.round(seconds * (total - done) / Math.max(1, done))));
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
