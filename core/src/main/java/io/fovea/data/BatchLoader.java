package io.fovea.data;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Makes the batches of a run ahead of time on another thread. The samples of a step depend on the
 * step alone, so a run resumed at step n sees what an uninterrupted one would have seen. A finite
 * data set is visited in a seeded order that changes with every pass.
 */
public final class BatchLoader implements AutoCloseable {

    private final Dataset dataset;
    private final Collator collator;
    private final int batchSize;
    private final long seed;
    private final ExecutorService worker;
    private final Deque<Future<Batch>> ahead = new ArrayDeque<>();
    private final int depth;
    private long nextStep;

    /**
     * @param firstStep the step of the first batch
     * @param depth batches to prepare ahead
     */
    public BatchLoader(
            Dataset dataset,
            Collator collator,
            int batchSize,
            long seed,
            long firstStep,
            int depth) {
        if (dataset.size() < 1) {
            throw new IllegalArgumentException(
                    "the data set is empty; there is nothing to make batches of");
        }
        if (batchSize < 1 || depth < 1 || firstStep < 0) {
            throw new IllegalArgumentException(
                    "batch size and depth are at least 1 and the first step at least 0, got "
                            + batchSize
                            + ", "
                            + depth
                            + " and "
                            + firstStep);
        }
        this.dataset = dataset;
        this.collator = collator;
        this.batchSize = batchSize;
        this.seed = seed;
        this.nextStep = firstStep;
        this.depth = depth;
        worker =
                Executors.newSingleThreadExecutor(
                        Thread.ofPlatform().daemon().name("batch-loader").factory());
    }

    /** The batch of the next step. */
    public Batch next() {
        while (ahead.size() < depth) {
            long step = nextStep++;
            ahead.add(worker.submit(() -> make(step)));
        }
        try {
            return ahead.remove().get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for a batch", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause
                    ? cause
                    : new IllegalStateException("a batch could not be made", e.getCause());
        }
    }

    private Batch make(long step) {
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < batchSize; i++) {
            samples.add(dataset.get(Order.index(step * batchSize + i, dataset.size(), seed)));
        }
        return collator.collate(samples);
    }

    @Override
    public void close() {
        worker.shutdownNow();
    }
}
