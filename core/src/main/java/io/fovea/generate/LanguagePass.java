package io.fovea.generate;

import io.fovea.nn.KvCache;
import io.fovea.tensor.Tensor;

/** A language model reading a growing sequence; the session that opens it closes it. */
interface LanguagePass extends AutoCloseable {

    /**
     * Called once, before anything is read.
     *
     * @return how many of the first inputs of a prompt are held from an earlier one and need not be
     *     appended
     */
    int keep(Prefill prefill);

    /**
     * Reads more inputs.
     *
     * @param embeddings {@code [1, n, Dl]}
     * @return the last of their states after the final norm, {@code [1, Dl]}; valid until the next
     *     call
     */
    Tensor append(Tensor embeddings);

    /**
     * Copies keys and values of what was read into a row of a batch's cache.
     *
     * @param end where the row ends; before its beginning there is padding
     */
    void into(KvCache batch, int row, int rows, long end);

    @Override
    void close();
}
