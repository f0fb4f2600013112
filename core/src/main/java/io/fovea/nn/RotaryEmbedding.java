package io.fovea.nn;

import io.fovea.tensor.DType;
import io.fovea.tensor.Tensor;

import java.util.List;

/**
 * Rotary position embedding (RoPE, Su et al. 2021) in the half-split form of Llama: dimension
 * {@code i} turns with {@code i + E/2} by {@code position * theta^(-2i/E)}.
 */
public final class RotaryEmbedding {

    private final float[] inverseFrequencies;

    public RotaryEmbedding(int headWidth, double theta) {
        if (headWidth < 2 || headWidth % 2 != 0 || !(theta > 0)) {
            throw new IllegalArgumentException(
                    "rotary positions turn pairs of dimensions by a theta above 0, got a head of "
                            + headWidth
                            + " and theta "
                            + theta);
        }
        inverseFrequencies = new float[headWidth / 2];
        for (int i = 0; i < inverseFrequencies.length; i++) {
            inverseFrequencies[i] = (float) (1 / Math.pow(theta, 2.0 * i / headWidth));
        }
    }

    /** Cosines and sines of a batch of positions, {@code [B, 1, S, E]} each. */
    public record Turn(Tensor cos, Tensor sin) {

        /** The same turn for arithmetic of another type: what it turns keeps that type. */
        public Turn to(DType dtype) {
            return new Turn(cos.to(dtype), sin.to(dtype));
        }

        /** Turns {@code x [B, H, S, E]} of the turn's own type. */
        public Tensor apply(Tensor x) {
            long half = x.size(-1) / 2;
            Tensor swapped =
                    Tensor.cat(List.of(x.narrow(-1, half, half).neg(), x.narrow(-1, 0, half)), -1);
            return x.mul(cos).add(swapped.mul(sin));
        }
    }

    /** The turn of positions {@code [B, S]} (whole numbers), computed in FLOAT32. */
    public Turn at(Tensor positions) {
        Tensor angles =
                positions
                        .to(DType.FLOAT32)
                        .unsqueeze(-1)
                        .mul(
                                Tensor.of(inverseFrequencies, inverseFrequencies.length)
                                        .to(positions.device()));
        Tensor both = Tensor.cat(List.of(angles, angles), -1).unsqueeze(1);
        return new Turn(both.cos(), both.sin());
    }
}
