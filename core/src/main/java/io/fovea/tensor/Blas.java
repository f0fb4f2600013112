package io.fovea.tensor;

import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.function.Supplier;

/**
 * How many threads a product of matrices takes. OpenBLAS has one number for the whole process and
 * threads of its own, of which libtorch's operations know nothing: an operation that is in parallel
 * itself and makes products inside, such as fused attention, would have every one of its threads
 * start all of OpenBLAS's for each small product and wait for them. Where products are another
 * library's, nothing here does anything.
 *
 * <p>OpenBLAS is called by the address of its functions: the binding looks a function up by name at
 * each call, for 0.3 ms, and answers with the number that it has set last itself.
 */
final class Blas {

    private static final @Nullable MethodHandle SET =
            function("openblas_set_num_threads", FunctionDescriptor.ofVoid(ValueLayout.JAVA_INT));

    private static final @Nullable MethodHandle GET =
            function("openblas_get_num_threads", FunctionDescriptor.of(ValueLayout.JAVA_INT));

    private static int threads = threadsNow();
    private static int regions;

    private Blas() {}

    /** For products outside of {@link #singly}. */
    static synchronized void setThreads(int count) {
        threads = count;
        if (regions == 0) {
            change(count);
        }
    }

    /** That a product would take now. */
    static int threadsNow() {
        try {
            return GET == null ? 1 : (int) GET.invokeExact();
        } catch (Throwable e) {
            throw new IllegalStateException("OpenBLAS does not tell its threads", e);
        }
    }

    /**
     * Runs work that is in parallel itself with one thread for each product; may be called from
     * several threads at a time.
     */
    static <T> T singly(Supplier<T> work) {
        enter();
        try {
            return work.get();
        } finally {
            leave();
        }
    }

    private static synchronized void enter() {
        if (regions++ == 0) {
            change(1);
        }
    }

    private static synchronized void leave() {
        if (--regions == 0) {
            change(threads);
        }
    }

    private static void change(int count) {
        try {
            if (SET != null) {
                SET.invokeExact(count);
            }
        } catch (Throwable e) {
            throw new IllegalStateException("OpenBLAS does not take " + count + " threads", e);
        }
    }

    /** Null where there is none of that name. */
    @SuppressWarnings("restricted")
    private static @Nullable MethodHandle function(String name, FunctionDescriptor shape) {
        Torch.load();
        try (Scope scope = Scope.open()) {
            Pointer function = Loader.addressof(name);
            return function == null
                    ? null
                    : Linker.nativeLinker()
                            .downcallHandle(MemorySegment.ofAddress(function.address()), shape);
        }
    }
}
