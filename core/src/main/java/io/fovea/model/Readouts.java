package io.fovea.model;

import io.fovea.tensor.Tensor;

/** The second seam: takes the hidden states that stand for a token. */
public final class Readouts {

    private Readouts() {}

    /** Which state stands for a token. */
    public enum At {
        /** The state that predicts the token, one position before it (PerceptionGPT, LISA). */
        PREDICTING {
            @Override
            public int offset() {
                return -1;
            }
        },
        /** The state at the token itself (NExT-Chat, LMEye). */
        ITSELF {
            @Override
            public int offset() {
                return 0;
            }
        };

        /** What to add to a token's position. */
        public abstract int offset();
    }

    /**
     * Gathers states.
     *
     * @param states {@code [B, S, Dl]}
     * @param positions flat positions {@code row * S + column} of the tokens
     * @return {@code [N, Dl]}
     */
    public static Tensor gather(Tensor states, long[] positions, At at) {
        long[] dims = states.dims();
        long[] shifted = new long[positions.length];
        for (int i = 0; i < positions.length; i++) {
            if (positions[i] % dims[1] + at.offset() < 0) {
                throw new IllegalArgumentException(
                        "a token at the very start of a prompt has no state before it");
            }
            shifted[i] = positions[i] + at.offset();
        }
        return states.reshape(dims[0] * dims[1], dims[2])
                .indexSelect(0, Tensor.of(shifted, shifted.length).to(states.device()));
    }
}
