package io.fovea.data;

import java.util.List;

/**
 * Samples by index: pure (the same index gives the same sample, on any machine, from any thread)
 * and free of tensors.
 */
public interface Dataset {

    /**
     * Number of samples; composed data sets may be practically endless ({@code Long.MAX_VALUE}).
     */
    long size();

    /** The sample at an index in {@code 0 .. size() - 1}. */
    Sample get(long index);

    /**
     * Names of the kinds that things are labelled with, each once; empty where they are not
     * labelled, or by phrases without end.
     */
    default List<String> labels() {
        return List.of();
    }
}
