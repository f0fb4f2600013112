package io.fovea.nn;

import io.fovea.tensor.Scope;
import io.fovea.tensor.Tensor;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/** Runs the blocks of a tower or a decoder one after the other. */
public final class Blocks {

    private Blocks() {}

    /** One block. */
    public interface Step {

        /**
         * The state behind block {@code index}, counted from 0.
         *
         * @param scope what the block makes ends with it
         */
        Tensor apply(int index, Tensor state, Scope scope);
    }

    /**
     * Indices of the states that a caller wants, in the order asked for.
     *
     * @param wanted as Hugging Face counts them: 0 is the embedding, negative counts from the last;
     *     empty for all
     * @param count how many states there are, the embedding and one for each block
     * @throws IllegalArgumentException where there is no such state
     */
    public static List<Integer> indices(List<Integer> wanted, int count) {
        return wanted.isEmpty()
                ? IntStream.range(0, count).boxed().toList()
                : wanted.stream().map(index -> resolve(index, count)).toList();
    }

    private static int resolve(int wanted, int count) {
        int index = wanted < 0 ? count + wanted : wanted;
        if (index < 0 || index >= count) {
            throw new IllegalArgumentException(
                    "there is no state "
                            + wanted
                            + ": it has "
                            + count
                            + ", the embedding and one for each block");
        }
        return index;
    }

    /**
     * The states that are to be kept, in that order; 0 is the embedding. What a block makes on its
     * way ends with it, and so does a state that nobody keeps once the next block has read it;
     * blocks behind the last one kept are not computed.
     */
    public static List<Tensor> run(Tensor embedded, Step step, List<Integer> kept) {
        List<Tensor> states = new ArrayList<>(Collections.nCopies(kept.size(), embedded));
        int last = Collections.max(kept);
        Tensor x = embedded;
        @Nullable Tensor owned = null;
        try {
            for (int i = 1; i <= last; i++) {
                Tensor before = x;
                try (Scope scope = Scope.open()) {
                    x = step.apply(i - 1, before, scope);
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
