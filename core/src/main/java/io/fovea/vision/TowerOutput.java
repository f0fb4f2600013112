package io.fovea.vision;

import io.fovea.tensor.Tensor;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * What a tower sees.
 *
 * @param states the states that were asked for, by default after the embedding and after each
 *     block; {@code [B, prefix + P, Dv]} each, patches row by row. A packed tower gives {@code [1,
 *     N, Dv]}: the pictures one after the other, patches in the order they came in
 * @param prefix how many states stand before the patches: 1 for a class token, else 0
 * @param grids the patches: one grid that all pictures share, or of a packed tower one for each
 * @param skip finer features {@code [B, Cs, Ys, Xs]} of a convolutional stem, for sharp masks; null
 *     where there are none
 */
public record TowerOutput(
        List<Tensor> states, int prefix, List<PatchGrid> grids, @Nullable Tensor skip) {

    public TowerOutput {
        states = List.copyOf(states);
        grids = List.copyOf(grids);
    }

    /** Rows of patches of each picture; {@code rows * cols = P}. */
    public int rows() {
        return shared().rows();
    }

    /** Columns of patches of each picture. */
    public int cols() {
        return shared().cols();
    }

    private PatchGrid shared() {
        if (grids.size() != 1) {
            throw new IllegalStateException(
                    "these pictures have grids of their own: " + grids + "; ask for grids()");
        }
        return grids.getFirst();
    }

    /** The states without what stands before the patches, {@code [B, P, Dv]} each. */
    public List<Tensor> patchStates() {
        return prefix == 0
                ? states
                : states.stream()
                        .map(state -> state.narrow(1, prefix, state.size(1) - prefix))
                        .toList();
    }
}
