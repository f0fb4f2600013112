package io.fovea.model;

import io.fovea.tensor.Tensor;

/**
 * The first seam: replaces the input embeddings at the positions of a placeholder token. With
 * {@link Readouts} the only code that does so, in training and in generation alike.
 */
public final class Placeholders {

    private Placeholders() {}

    /** Positions of a token in a flattened batch of ids, in order. */
    public static long[] find(long[] ids, long token) {
        int count = 0;
        for (long id : ids) {
            count += id == token ? 1 : 0;
        }
        long[] found = new long[count];
        int next = 0;
        for (int i = 0; i < ids.length; i++) {
            if (ids[i] == token) {
                found[next++] = i;
            }
        }
        return found;
    }

    /**
     * Writes rows over embeddings.
     *
     * @param embeddings {@code [B, S, Dl]}
     * @param positions flat positions {@code row * S + column} of the placeholders, in order
     * @param values {@code [N, Dl]}, one row for each position
     * @param name what is written, for the message
     * @return {@code [B, S, Dl]}: a copy, or the same tensor when there is nothing to write
     * @throws IllegalArgumentException when the counts differ, naming both
     */
    public static Tensor write(Tensor embeddings, long[] positions, Tensor values, String name) {
        if (values.size(0) != positions.length) {
            throw new IllegalArgumentException(
                    "the prompt has "
                            + positions.length
                            + " placeholders for "
                            + name
                            + ", but there are "
                            + values.size(0)
                            + " embeddings to put there");
        }
        if (positions.length == 0) {
            return embeddings;
        }
        long[] dims = embeddings.dims();
        Tensor index = Tensor.of(positions, positions.length).to(embeddings.device());
        return embeddings
                .reshape(dims[0] * dims[1], dims[2])
                .indexCopy(0, index, values.to(embeddings.dtype()))
                .reshape(dims);
    }
}
