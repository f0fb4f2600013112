package io.fovea.tensor;

import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.global.torch;

/** The native library: loading with the settings it needs, threads, memory. */
public final class Torch {

    private static volatile boolean loaded;

    private Torch() {}

    /**
     * Loads the library once, with the settings that a caller should not need to know: JavaCPP does
     * not read the memory of the whole process at each allocation, threads sleep while they wait,
     * and the process can end while a thread is still computing.
     */
    public static void load() {
        if (!loaded) {
            synchronized (Torch.class) {
                if (!loaded) {
                    setDefault("org.bytedeco.javacpp.maxPhysicalBytes", "0");
                    setDefault("org.bytedeco.javacpp.maxBytes", "0");
                    CLibrary.prepare();
                    Loader.load(torch.class);
                    CLibrary.endWithoutFarewells();
                    loaded = true;
                }
            }
        }
    }

    private static void setDefault(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    /** Threads for one operation, in the library and in its matrix kernels alike. */
    public static void setThreads(int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("at least one thread is needed, got " + threads);
        }
        load();
        try (Scope scope = Scope.open()) {
            torch.set_num_threads(threads);
            Blas.setThreads(threads);
        }
    }

    public static int threads() {
        load();
        return torch.get_num_threads();
    }

    /** Whether tensors can be put on a CUDA device. */
    public static boolean hasCuda() {
        load();
        return torch.cuda_is_available();
    }

    /** Bytes of native memory that Java objects account for on the library's side of the bridge. */
    public static long trackedBytes() {
        return Pointer.totalBytes();
    }

    /** Number of native objects that Java still holds; flat over a leak-free loop. */
    public static long liveObjects() {
        return Pointer.totalCount();
    }

    /**
     * Bytes that the C library's allocator has given out, native tensors among them, and not got
     * back; -1 where it does not say (it does on Linux with glibc 2.33 or later). Unlike {@link
     * #residentBytes} it does not grow by what the allocator keeps for reuse.
     */
    public static long allocatedBytes() {
        return CLibrary.bytesInUse();
    }

    /**
     * Gives memory that is free but kept for reuse back to the system, where it can. A long loop
     * over rows of different lengths calls it now and then, else the process holds ever more of it.
     */
    public static void giveBackFreeMemory() {
        CLibrary.giveBackFreePages();
    }

    /** Resident memory of this process in bytes. */
    public static long residentBytes() {
        return Pointer.physicalBytes();
    }

    /** Version of the native library. */
    public static String version() {
        return "libtorch 2.10.0";
    }
}
