package io.fovea.hub;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** Tries one thing again after failures that may pass, with growing pauses. */
final class Retry {

    /** One try; an {@link IOException} means that another may succeed. */
    interface Attempt<T> {
        T run() throws IOException, InterruptedException;
    }

    private final String what;
    private final Patience patience;
    private final PullListener listener;
    private int failures;

    /**
     * A fresh count.
     *
     * @param what is tried, for messages
     */
    Retry(String what, Patience patience, PullListener listener) {
        this.what = what;
        this.patience = patience;
        this.listener = listener;
    }

    /** Starts the count anew, since the last try got somewhere. */
    void progressed() {
        failures = 0;
    }

    /**
     * Tries until it works.
     *
     * @throws HubError when it failed too often, or at once where the attempt throws one
     * @throws InterruptedException when this thread is interrupted, also inside the attempt
     */
    <T> T run(Attempt<T> attempt) throws InterruptedException {
        while (true) {
            try {
                return attempt.run();
            } catch (Busy e) {
                pause(e, e.asked());
            } catch (IOException e) {
                if (e instanceof ClosedByInterruptException || Thread.interrupted()) {
                    throw new InterruptedException(e.getMessage());
                }
                pause(e, null);
            }
        }
    }

    private void pause(IOException problem, @Nullable Duration asked) throws InterruptedException {
        failures++;
        String why = reason(problem);
        if (failures >= patience.attempts()) {
            throw new HubError(
                    what
                            + ": gave up after "
                            + failures
                            + " attempts, the last: "
                            + why
                            + "; check the network and HF_ENDPOINT"
                            + (problem instanceof BehindProxy ? " and the proxy" : "")
                            + " and try again, what was fetched is kept",
                    problem);
        }
        if (asked != null && asked.compareTo(patience.longestWait()) > 0) {
            throw new HubError(
                    what
                            + ": "
                            + why
                            + " and asks to wait "
                            + asked.toSeconds()
                            + " seconds; try again then, what was fetched is kept (with a token the"
                            + " server bears more)",
                    problem);
        }
        listener.retrying(what, why);
        Thread.sleep(
                asked != null
                        ? asked
                        : patience.pause(failures, ThreadLocalRandom.current().nextDouble()));
    }

    private static String reason(IOException problem) {
        String text = String.valueOf(problem.getMessage());
        return switch (problem) {
            case Busy e -> text;
            case BehindProxy e -> "through the proxy " + e.proxy() + " " + reason(e.problem());
            case java.net.ConnectException e ->
                    "no connection" + (e.getMessage() == null ? "" : ": " + text);
            case java.net.http.HttpTimeoutException e -> "no answer in time";
            default -> HubError.quoted(problem.getMessage() == null ? problem.toString() : text);
        };
    }
}
