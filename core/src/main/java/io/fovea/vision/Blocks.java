package io.fovea.vision;

import io.fovea.tensor.Scope;
import io.fovea.tensor.Tensor;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Runs the blocks of a tower one after the other. */
final class Blocks {

    private Blocks() {}

    /** One block. */
    interface Step {

        /** The state behind block {@code index}, counted from 0. */
        Tensor apply(int index, Tensor state);
    }

    /**
     * The states that are to be kept, in that order; 0 is the embedding. What a block makes on its
     * way ends with it, and so does a state that nobody keeps once the next block has read it.
     */
    static List<Tensor> run(Tensor embedded, Step step, List<Integer> kept) {
        List<Tensor> states = new ArrayList<>(Collections.nCopies(kept.size(), embedded));
        int last = Collections.max(kept);
        Tensor x = embedded;
        @Nullable Tensor owned = null;
        try {
            for (int i = 1; i <= last; i++) {
                Tensor before = x;
                try (Scope scope = Scope.open()) {
                    x = step.apply(i - 1, before);
                    if (kept.contains(i)) {
                        scope.keep(x);
                    }
                    x.own();
                }
                if (owned != null) {
                    owned.close();
                }
                owned = x;
                replace(states, kept, i, x);
            }
        } finally {
            if (owned != null) {
                owned.close();
            }
        }
        return states;
    }

    private static void replace(List<Tensor> states, List<Integer> kept, int layer, Tensor state) {
        for (int k = 0; k < kept.size(); k++) {
            if (kept.get(k) == layer) {
                states.set(k, state);
            }
        }
    }
}
