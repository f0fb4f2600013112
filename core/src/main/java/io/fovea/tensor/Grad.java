package io.fovea.tensor;

import org.bytedeco.pytorch.GradMode;

/**
 * Whether operations on this thread record what backward needs; a region to be closed in the method
 * that opens it.
 */
public final class Grad implements AutoCloseable {

    static {
        Torch.load();
    }

    private final boolean before;

    private Grad(boolean enabled) {
        before = GradMode.is_enabled();
        GradMode.set_enabled(enabled);
    }

    /** A region that records nothing: inference. */
    public static Grad off() {
        return new Grad(false);
    }

    /** A region that records, inside one that does not. */
    public static Grad on() {
        return new Grad(true);
    }

    public static boolean isOn() {
        return GradMode.is_enabled();
    }

    @Override
    public void close() {
        GradMode.set_enabled(before);
    }
}
