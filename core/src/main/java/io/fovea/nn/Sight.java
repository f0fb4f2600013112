package io.fovea.nn;

import io.fovea.tensor.Tensor;

import org.jspecify.annotations.Nullable;

/** Which of T keys each of S queries may attend to. */
public sealed interface Sight {

    /** Every query sees every key. */
    Sight ALL = new All();

    /** As many queries as keys, and each sees itself and those before it. */
    Sight CAUSAL = new Causal();

    /** See {@link #ALL}. */
    record All() implements Sight {}

    /** See {@link #CAUSAL}. */
    record Causal() implements Sight {}

    /**
     * As a mask says.
     *
     * @param mask added to scores, broadcasting to {@code [B, 1, S, T]}, of the scores' type
     */
    record Masked(Tensor mask) implements Sight {}

    /**
     * Of all keys only the last take part.
     *
     * @param keys how many, at most T
     * @param mask added to their scores, broadcasting to {@code [B, 1, S, keys]}; null for none
     */
    record Newest(long keys, @Nullable Tensor mask) implements Sight {}

    /** As a mask says, or everything where there is none. */
    static Sight of(@Nullable Tensor mask) {
        return mask == null ? ALL : new Masked(mask);
    }
}
