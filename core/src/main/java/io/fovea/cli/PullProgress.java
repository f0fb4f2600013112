package io.fovea.cli;

import io.fovea.hub.PullListener;

import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

import org.jspecify.annotations.Nullable;

import java.io.PrintWriter;

/**
 * Shows how far a pull is, on standard error: a bar of megabytes on a terminal, else a line for
 * each file.
 */
final class PullProgress implements PullListener, AutoCloseable {

    private static final long MEGABYTE = 1_000_000;

    private final PrintWriter err;
    private final String task;
    private @Nullable ProgressBar bar;
    private int files;
    private int done;

    /**
     * Nothing is shown before a plan is told.
     *
     * @param task stands before the bar
     */
    PullProgress(PrintWriter err, String task) {
        this.err = err;
        this.task = task;
    }

    @Override
    public synchronized void planned(int count, long bytes) {
        files = count;
        java.io.Console console = System.console();
        if (count > 0
                && console != null
                && console.isTerminal()
                && !"dumb".equals(System.getenv("TERM"))) {
            bar =
                    new ProgressBarBuilder()
                            .setTaskName(task)
                            .setInitialMax(bytes)
                            .setStyle(ProgressBarStyle.ASCII)
                            .setUpdateIntervalMillis(200)
                            .setUnit(" MB", MEGABYTE)
                            .showSpeed()
                            .build();
        } else if (count > 0) {
            err.println(task + ": " + count + " files to fetch, " + InspectCommand.size(bytes));
        }
    }

    @Override
    public synchronized void advanced(long bytes) {
        if (bar != null) {
            bar.stepBy(bytes);
        }
    }

    @Override
    public synchronized void finished(String file) {
        done++;
        if (bar != null) {
            bar.setExtraMessage(" " + done + "/" + files + " files");
        } else {
            err.println(done + "/" + files + " " + file);
        }
    }

    @Override
    public synchronized void retrying(String what, String why) {
        if (bar != null) {
            bar.setExtraMessage(" again: " + why);
        } else {
            err.println(what + ": " + why + ", trying again");
        }
    }

    @Override
    public synchronized void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
