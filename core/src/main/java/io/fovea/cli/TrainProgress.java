package io.fovea.cli;

import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

import org.jspecify.annotations.Nullable;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Progress of a run: a bar with the time left and the latest losses on a terminal, lines elsewhere.
 */
final class TrainProgress implements AutoCloseable {

    private final PrintWriter out;
    private final long total;
    private final long begin;
    private final long since = System.nanoTime();
    private final @Nullable ProgressBar bar;

    private TrainProgress(PrintWriter out, long total, long begin, @Nullable ProgressBar bar) {
        this.out = out;
        this.total = total;
        this.begin = begin;
        this.bar = bar;
    }

    static TrainProgress of(PrintWriter out, long total, long done) {
        java.io.Console console = System.console();
        boolean terminal =
                console != null && console.isTerminal() && !"dumb".equals(System.getenv("TERM"));
        ProgressBar bar =
                terminal
                        ? new ProgressBarBuilder()
                                .setTaskName("train")
                                .setInitialMax(total)
                                .setStyle(ProgressBarStyle.ASCII)
                                .setUpdateIntervalMillis(500)
                                .startsFrom(done, Duration.ZERO)
                                .build()
                        : null;
        return new TrainProgress(out, total, done, bar);
    }

    /**
     * A step was taken.
     *
     * @param line what was just logged, empty between lines
     */
    void step(long step, String stage, Map<String, Double> line) {
        if (bar != null) {
            bar.stepTo(step);
            if (!line.isEmpty()) {
                bar.setExtraMessage(" " + stage + " " + losses(line));
            }
        } else if (!line.isEmpty()) {
            out.println(
                    step + "/" + total + "  " + left(step) + "  " + stage + "  " + losses(line));
        }
    }

    private static String losses(Map<String, Double> line) {
        return line.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith("loss_"))
                .map(
                        entry ->
                                entry.getKey().substring("loss_".length())
                                        + String.format(Locale.ROOT, " %.3f", entry.getValue()))
                .collect(Collectors.joining("  "));
    }

    private String left(long step) {
        double seconds =
                (System.nanoTime() - since) / 1e9 / Math.max(1, step - begin) * (total - step);
        return "left " + time(Math.round(seconds));
    }

    /** {@code 1:02:03} or {@code 2:03}. */
    static String time(long seconds) {
        return seconds >= 3600
                ? String.format(
                        Locale.ROOT,
                        "%d:%02d:%02d",
                        seconds / 3600,
                        seconds / 60 % 60,
                        seconds % 60)
                : String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60);
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
