package io.fovea.tensor;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Collections;

/**
 * What the C library can do for a process that holds a native one: settings that libtorch finds
 * when it is loaded, so that nobody who uses Fovea has to set variables of the environment (those
 * that someone has set stand), a quick end, and an account of the memory that was asked of {@code
 * malloc}. Where there is no such C library all is left as it is.
 */
final class CLibrary {

    /** Figures in {@code struct mallinfo2}: ten of {@code size_t}; these are bytes. */
    private static final int FIGURES = 10;

    private static final int MAPPED = 4;
    private static final int IN_USE = 7;

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
     * the core from whoever has work to do, and a busy machine then answers many times later. Those
     * of OpenBLAS would spin for {@code 2^26} cycles after each product, its default, against
     * libtorch's own, whose turn it is then; they sleep after {@code 2^16}.
     */
    private void waitAsleep() throws Throwable {
        setUnlessSet("OMP_WAIT_POLICY", "passive");
        setUnlessSet("OPENBLAS_THREAD_TIMEOUT", "16");
    }

    private void setUnlessSet(String variable, String value) throws Throwable {
        MethodHandle setenv =
                call(
                        "setenv",
                        FunctionDescriptor.of(
                                ValueLayout.JAVA_INT,
                                ValueLayout.ADDRESS,
                                ValueLayout.ADDRESS,
                                ValueLayout.JAVA_INT));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = arena.allocateFrom(variable);
            int whereSet = 0;
            int ignored = (int) setenv.invokeExact(name, arena.allocateFrom(value), whereSet);
        }
    }

    /**
     * Lets the process end without the native libraries' own farewells. Call it when they are
     * loaded: what is registered last runs first when a process ends.
     *
     * <p>A daemon thread may be inside a product when the Java machine has gone down, by a signal
     * or by the end of {@code main}. OpenBLAS then orders its workers to end and waits for them; a
     * worker that is busy overwrites the order when its part is done, waits for work, and the
     * process hangs for ever. libtorch's statics, too, would be destroyed under a thread that reads
     * them. Nothing in these farewells is worth that: the system takes memory and threads back.
     * Streams of the C library are written out, hooks of the Java machine have run, and handlers
     * that others register later run still.
     */
    static void endWithoutFarewells() {
        if (!System.getProperty("os.name", "").equals("Linux")) {
            return;
        }
        try {
            new CLibrary().registerEnd();
        } catch (Throwable e) {
            // Another C library; its processes end as they always did.
            return;
        }
    }

    /** In reverse order: {@code fflush(NULL)}, then {@code _exit(status)}. */
    @SuppressWarnings("restricted")
    private void registerEnd() throws Throwable {
        MemorySegment end = linker.defaultLookup().findOrThrow("_exit");
        MemorySegment flush = linker.defaultLookup().findOrThrow("fflush");
        MethodHandle onExit =
                call(
                        "on_exit",
                        FunctionDescriptor.of(
                                ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS));
        MethodHandle atExit =
                call(
                        "__cxa_atexit",
                        FunctionDescriptor.of(
                                ValueLayout.JAVA_INT,
                                ValueLayout.ADDRESS,
                                ValueLayout.ADDRESS,
                                ValueLayout.ADDRESS));
        int ended = (int) onExit.invokeExact(end, MemorySegment.NULL);
        int flushed = (int) atExit.invokeExact(flush, MemorySegment.NULL, MemorySegment.NULL);
    }

    /**
     * Gives pages that {@code malloc} holds for reuse back to the system. Blocks of ever new sizes
     * leave gaps between them, so in a long run it holds more and more of them.
     */
    static void giveBackFreePages() {
        if (!System.getProperty("os.name", "").equals("Linux")) {
            return;
        }
        try {
            MethodHandle trim =
                    new CLibrary()
                            .call(
                                    "malloc_trim",
                                    FunctionDescriptor.of(
                                            ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG));
            int ignored = (int) trim.invokeExact(0L);
        } catch (Throwable e) {
            // Another C library; it keeps its pages.
            return;
        }
    }

    /** Bytes that were asked of {@code malloc} and not freed; -1 where nobody counts them. */
    static long bytesInUse() {
        if (!System.getProperty("os.name", "").equals("Linux")) {
            return -1;
        }
        try (Arena arena = Arena.ofConfined()) {
            MemoryLayout figures =
                    MemoryLayout.structLayout(
                            Collections.nCopies(FIGURES, ValueLayout.JAVA_LONG)
                                    .toArray(MemoryLayout[]::new));
            MethodHandle count = new CLibrary().call("mallinfo2", FunctionDescriptor.of(figures));
            MemorySegment counted = (MemorySegment) count.invokeExact((SegmentAllocator) arena);
            return counted.getAtIndex(ValueLayout.JAVA_LONG, IN_USE)
                    + counted.getAtIndex(ValueLayout.JAVA_LONG, MAPPED);
        } catch (Throwable e) {
            return -1;
        }
    }

    @SuppressWarnings("restricted")
    private MethodHandle call(String name, FunctionDescriptor shape) {
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), shape);
    }
}
