package io.fovea.tensor;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * Settings of the process that the native library finds when it is loaded, through the C library:
 * so nobody who uses Fovea has to set variables of the environment. Those that someone has set
 * stand. Where there is no such C library the settings are left as they are.
 */
final class CLibrary {

    private final Linker linker = Linker.nativeLinker();

    private CLibrary() {}

    /** Call it before the native library is loaded. */
    static void prepare() {
        if (!System.getProperty("os.name", "").equals("Linux")) {
            return;
        }
        try {
            new CLibrary().waitAsleep();
        } catch (Throwable e) {
            // Only speed is lost, and there is nobody to tell at this depth.
            return;
        }
    }

    /**
     * Threads of one operation that wait for each other sleep instead of spinning: spinning takes
     * the core from whoever has work to do, and a busy machine then answers many times later.
     */
    @SuppressWarnings("restricted")
    private void waitAsleep() throws Throwable {
        MethodHandle setenv =
                call(
                        "setenv",
                        FunctionDescriptor.of(
                                ValueLayout.JAVA_INT,
                                ValueLayout.ADDRESS,
                                ValueLayout.ADDRESS,
                                ValueLayout.JAVA_INT));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = arena.allocateFrom("OMP_WAIT_POLICY");
            int whereSet = 0;
            int ignored = (int) setenv.invokeExact(name, arena.allocateFrom("passive"), whereSet);
        }
    }

    @SuppressWarnings("restricted")
    private MethodHandle call(String name, FunctionDescriptor shape) {
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), shape);
    }
}
