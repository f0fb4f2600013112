package io.fovea.language;

import io.fovea.tensor.Scope;
import io.fovea.tensor.Tensor;

/** Receives what a layer attends to, while the layer runs. */
@FunctionalInterface
public interface AttentionTap {

    /**
     * Sees a layer's attention.
     *
     * @param probabilities {@code [B, H, S, T]}; end with the layer unless they are kept
     * @param layer the scope of the layer: {@link Scope#keep} makes them last as long as the pass
     */
    void see(Tensor probabilities, Scope layer);
}
