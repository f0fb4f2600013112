package io.fovea.nn;

import io.fovea.tensor.DType;
import io.fovea.tensor.Tensor;

import java.util.ArrayList;
import java.util.List;

/**
 * Rotary position embedding (RoPE, Su et al. 2021) in the half-split form of Llama: dimension
 * {@code i} turns with {@code i + E/2} by {@code position * theta^(-2i/E)}, stretched as a {@link
 * RotaryScaling} says. With sections, positions have several axes (M-RoPE, Qwen2-VL: time, row,
 * column) and each pair of dimensions turns by one of them.
 */
public final class RotaryEmbedding {

    /**
     * How positions turn.
     *
     * @param theta base of the frequencies
     * @param scaling how they are stretched
     * @param sections pairs of dimensions for each axis of positions, E / 2 in sum; empty for one
     *     axis
     */
    public record Config(double theta, RotaryScaling scaling, List<Integer> sections) {
        public Config {
            sections = List.copyOf(sections);
            if (!(theta > 0) || Double.isInfinite(theta)) {
                throw new IllegalArgumentException("rope_theta is a number above 0, got " + theta);
            }
        }

        /** One axis, frequencies as they are. */
        public static Config plain(double theta) {
            return new Config(theta, new RotaryScaling.Plain(), List.of());
        }
    }

    private final int headWidth;
    private final Config config;

    public RotaryEmbedding(int headWidth, double theta) {
        this(headWidth, Config.plain(theta));
    }

    /**
     * @throws IllegalArgumentException when a head of this width cannot be turned so
     */
    public RotaryEmbedding(int headWidth, Config config) {
        if (headWidth < 2 || headWidth % 2 != 0) {
            throw new IllegalArgumentException(
                    "rotary positions turn pairs of dimensions, got a head of " + headWidth);
        }
        int pairs = config.sections().stream().mapToInt(Integer::intValue).sum();
        if (!config.sections().isEmpty() && pairs != headWidth / 2) {
            throw new IllegalArgumentException(
                    "sections "
                            + config.sections()
                            + " of rotary positions must add up to half a head of "
                            + headWidth);
        }
        this.headWidth = headWidth;
        this.config = config;
        inverseFrequencies(0);
        inverseFrequencies(Long.MAX_VALUE);
    }

    /**
     * Cosines and sines of a batch of positions, {@code [B, 1, S, E]} each; those of the first half
     * of a head stand again in the second, sines with the other sign.
     *
     * @param cos cosines
     * @param sin sines, negative in the first half
     */
    public record Turn(Tensor cos, Tensor sin) {

        /** By angles {@code [B, 1, S, E / 2]}. */
        public static Turn by(Tensor angles) {
            Tensor cos = angles.cos();
            Tensor sin = angles.sin();
            return new Turn(
                    Tensor.cat(List.of(cos, cos), -1), Tensor.cat(List.of(sin.neg(), sin), -1));
        }

        /** The same turn for arithmetic of another type: what it turns keeps that type. */
        public Turn to(DType dtype) {
            return new Turn(cos.to(dtype), sin.to(dtype));
        }

        /** The same turn of longer vectors. */
        Turn mul(double factor) {
            return factor == 1 ? this : new Turn(cos.mul(factor), sin.mul(factor));
        }

        /** Turns {@code x [B, H, S, E]} of the turn's own type. */
        public Tensor apply(Tensor x) {
            return x.mul(cos).addProduct(x.roll(x.size(-1) / 2, -1), sin);
        }
    }

    /**
     * The angle from one position to the next for each pair of dimensions, {@code [E / 2]}.
     *
     * @param length tokens of the sequence, earlier ones included
     */
    public float[] inverseFrequencies(long length) {
        return config.scaling().inverseFrequencies(config.theta(), headWidth, length);
    }

    /**
     * The turn of positions, computed in FLOAT32. Where frequencies depend on the length of the
     * sequence, that is the largest position and one.
     *
     * @param positions whole numbers, {@code [B, S]}; or {@code [axes, B, S]} with sections
     */
    public Turn at(Tensor positions) {
        long length = config.scaling().dependsOnLength() ? (long) positions.max().item() + 1 : 0;
        float[] frequencies = inverseFrequencies(length);
        Tensor angles =
                positions
                        .to(DType.FLOAT32)
                        .unsqueeze(-1)
                        .mul(Tensor.of(frequencies, frequencies.length).to(positions.device()));
        angles = (positions.rank() == 3 ? ofAxes(angles) : angles).unsqueeze(1);
        return Turn.by(angles).mul(config.scaling().attentionFactor());
    }

    /** From {@code [axes, B, S, E / 2]}, each section by its axis: {@code [B, S, E / 2]}. */
    private Tensor ofAxes(Tensor angles) {
        List<Integer> sections = config.sections();
        if (angles.size(0) != sections.size()) {
            throw new IllegalArgumentException(
                    "positions have "
                            + angles.size(0)
                            + " axes, the rotary embedding has "
                            + (sections.isEmpty() ? "one" : sections.size() + " sections"));
        }
        List<Tensor> parts = new ArrayList<>();
        int from = 0;
        for (int axis = 0; axis < sections.size(); axis++) {
            parts.add(angles.select(0, axis).narrow(-1, from, sections.get(axis)));
            from += sections.get(axis);
        }
        return Tensor.cat(parts, -1);
    }
}
