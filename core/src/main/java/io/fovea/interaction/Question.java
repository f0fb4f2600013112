package io.fovea.interaction;

import io.fovea.tensor.Tensor;

import org.jspecify.annotations.Nullable;

import java.util.function.Consumer;

/**
 * What an {@link Interaction} is given.
 *
 * @param states what asks, {@code [N, Dl]}
 * @param features of the pictures, {@code [B, P, Dv]}
 * @param pictureOf for each request the row of its picture, {@code [N]}; null where each has its
 *     own row, {@code N = B}
 * @param tap receives how much each slot looked at each patch, {@code [N, H, Q, P]}; null for none
 */
record Question(
        Tensor states,
        Tensor features,
        @Nullable Tensor pictureOf,
        @Nullable Consumer<Tensor> tap) {

    /** N. */
    long count() {
        return states.size(0);
    }

    /** Rows of pictures {@code [B, ..]} as rows of requests {@code [N, ..]}. */
    Tensor ofRequests(Tensor pictures) {
        return pictureOf == null ? pictures : pictures.indexSelect(0, pictureOf);
    }
}
