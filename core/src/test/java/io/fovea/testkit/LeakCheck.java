package io.fovea.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.fovea.tensor.Torch;

/** Native objects stay flat over a loop. */
public final class LeakCheck {

    private LeakCheck() {}

    /**
     * Runs a step a few times to warm up, then {@code times} more; the native objects held must not
     * grow by one.
     */
    public static void flat(int times, Runnable step) {
        for (int i = 0; i < 3; i++) {
            step.run();
        }
        long objects = Torch.liveObjects();
        long bytes = Torch.trackedBytes();
        for (int i = 0; i < times; i++) {
            step.run();
        }
        assertThat(Torch.liveObjects())
                .as("native objects after %d steps", times)
                .isLessThanOrEqualTo(objects);
        assertThat(Torch.trackedBytes())
                .as("tracked bytes after %d steps", times)
                .isLessThanOrEqualTo(bytes);
    }
}
