package io.fovea.data;

import io.fovea.image.ImageException;

import java.util.List;
import java.util.function.Consumer;

/**
 * A data set whose unreadable samples are replaced by the next ones that can be read, so that one
 * broken picture does not end a run. Which sample stands in for another depends on the files alone.
 *
 * @param dataset what is read
 * @param skipped is told the message of each sample that could not be read; called on the thread
 *     that reads
 */
public record SkippingDataset(Dataset dataset, Consumer<String> skipped) implements Dataset {

    private static final int TRIES = 1000;

    @Override
    public long size() {
        return dataset.size();
    }

    /**
     * The sample, or the next readable one.
     *
     * @throws IllegalArgumentException that of the last sample tried, when a thousand in a row
     *     cannot be read
     */
    @Override
    public Sample get(long index) {
        for (int attempt = 1; ; attempt++) {
            try {
                return dataset.get(index);
            } catch (ImageException | IllegalArgumentException e) {
                if (attempt >= Math.min(TRIES, size())) {
                    throw e;
                }
                skipped.accept(String.valueOf(e.getMessage()));
                index = (index + 1) % size();
            }
        }
    }

    @Override
    public List<String> labels() {
        return dataset.labels();
    }
}
