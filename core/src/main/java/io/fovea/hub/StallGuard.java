package io.fovea.hub;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/**
 * Ends a stream of bytes that has fallen silent, so that whoever reads it does not wait forever.
 */
final class StallGuard implements AutoCloseable {

    private final Thread watch;
    private volatile long last = System.nanoTime();

    /**
     * Watches until {@link #close}.
     *
     * @param stall longest silence
     */
    StallGuard(InputStream body, Duration stall) {
        watch = Thread.ofVirtual().name("stall-guard").unstarted(() -> watch(body, stall));
        watch.start();
    }

    /** Bytes came. */
    void alive() {
        last = System.nanoTime();
    }

    private void watch(InputStream body, Duration stall) {
        try {
            long left = stall.toNanos();
            while (left > 0) {
                Thread.sleep(Duration.ofNanos(left));
                left = stall.toNanos() - (System.nanoTime() - last);
            }
            body.close();
        } catch (InterruptedException | IOException e) {
            // The reader is done, or learns from its own read.
        }
    }

    @Override
    public void close() {
        watch.interrupt();
    }
}
