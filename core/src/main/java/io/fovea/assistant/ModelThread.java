package io.fovea.assistant;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** The one thread that touches a model; calls wait for their turn. */
final class ModelThread implements AutoCloseable {

    private final AtomicReference<Thread> thread = new AtomicReference<>();
    private final ExecutorService executor =
            Executors.newSingleThreadExecutor(
                    work -> {
                        Thread made =
                                Thread.ofPlatform()
                                        .name("fovea-model")
                                        .daemon(true)
                                        .unstarted(work);
                        thread.set(made);
                        return made;
                    });

    /**
     * Runs work on the thread and waits for it; what it throws is thrown here.
     *
     * @param abandon called when the waiting thread is interrupted, so that the work can end early
     * @throws IllegalStateException when closed, or when called from the thread itself
     */
    <T> T call(Callable<T> work, Runnable abandon) {
        if (Thread.currentThread() == thread.get()) {
            throw new IllegalStateException(
                    "an answer is being made on this thread; a listener must not ask the"
                            + " assistant again before the answer is there");
        }
        Future<T> future;
        try {
            future = executor.submit(work);
        } catch (RejectedExecutionException e) {
            throw new IllegalStateException("this assistant is closed; open another", e);
        }
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return future.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                    abandon.run();
                }
            }
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case RuntimeException cause -> throw cause;
                case Error cause -> throw cause;
                case null, default ->
                        throw new AssistantError("the model's thread failed: " + e.getCause(), e);
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Waits for work that was submitted; takes no more. */
    @Override
    public void close() {
        executor.shutdown();
        boolean interrupted = false;
        while (true) {
            try {
                if (executor.awaitTermination(1, TimeUnit.HOURS)) {
                    break;
                }
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
