package io.fovea.cli;

import java.util.concurrent.CountDownLatch;

/**
 * Ctrl-C and the signal to end, as a question that work asks between steps. The machine then waits
 * for the work to come to its end: until {@link #close()}.
 */
final class StopSignal implements AutoCloseable {

    private final CountDownLatch finished = new CountDownLatch(1);
    private final Thread hook = new Thread(this::await, "stop-signal");
    private volatile boolean asked;

    private StopSignal() {}

    static StopSignal install() {
        StopSignal signal = new StopSignal();
        Runtime.getRuntime().addShutdownHook(signal.hook);
        return signal;
    }

    /** Whether the work should stop. */
    boolean asked() {
        return asked;
    }

    private void await() {
        asked = true;
        try {
            finished.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        finished.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // the machine is going down already
        }
    }
}
