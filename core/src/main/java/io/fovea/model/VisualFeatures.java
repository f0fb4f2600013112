package io.fovea.model;

import io.fovea.tensor.Tensor;

import org.jspecify.annotations.Nullable;

/**
 * What a model saw of a batch of pictures.
 *
 * @param tokens embeddings for the language model, {@code [B, P', Dl]}
 * @param maskFeatures fused features for the mask decoder, {@code [B, P, Dv]}
 * @param rows rows of {@code maskFeatures}
 * @param cols columns of {@code maskFeatures}
 * @param skip finer features {@code [B, Cs, Ys, Xs]}, null where the tower has none
 */
public record VisualFeatures(
        Tensor tokens, Tensor maskFeatures, int rows, int cols, @Nullable Tensor skip)
        implements AutoCloseable {

    /** Takes the features out of every scope: they live until {@link #close()}. */
    public VisualFeatures own() {
        tokens.own();
        maskFeatures.own();
        if (skip != null) {
            skip.own();
        }
        return this;
    }

    /** Gives owned features back; those of a scope end with it and are not closed. */
    @Override
    public void close() {
        tokens.close();
        maskFeatures.close();
        if (skip != null) {
            skip.close();
        }
    }
}
