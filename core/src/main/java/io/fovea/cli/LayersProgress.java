package io.fovea.cli;

import io.fovea.pruning.ActivationScores;

import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

import org.jspecify.annotations.Nullable;

import java.io.Console;
import java.io.PrintWriter;

/**
 * Shows how far scoring is, on standard error: a bar with the time left on a terminal, else a line
 * for each tenth.
 */
final class LayersProgress implements ActivationScores.Listener, AutoCloseable {

    private final PrintWriter err;
    private final String what;
    private final @Nullable ProgressBar bar;
    private final long since = System.nanoTime();

    /**
     * @param what is counted, such as {@code prompts}
     */
    LayersProgress(PrintWriter err, String what, int total) {
        this.err = err;
        this.what = what;
        Console console = System.console();
        boolean terminal =
                console != null && console.isTerminal() && !"dumb".equals(System.getenv("TERM"));
        bar =
                terminal
                        ? new ProgressBarBuilder()
                                .setTaskName("layers")
                                .setInitialMax(total)
                                .setStyle(ProgressBarStyle.ASCII)
                                .setUnit(" " + what, 1)
                                .build()
                        : null;
    }

    @Override
    public void done(int count, int total) {
        if (bar != null) {
            bar.stepTo(count);
        } else if (count * 10L / total > (count - 1) * 10L / total) {
            double seconds = (System.nanoTime() - since) / 1e9;
            long left = Math.round(seconds * (total - count) / count);
            err.println(count + "/" + total + " " + what + ", left " + TrainProgress.time(left));
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
