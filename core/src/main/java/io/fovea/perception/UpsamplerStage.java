package io.fovea.perception;

/**
 * One doubling of a grid.
 *
 * @param kind how
 * @param channels channels that come out
 */
public record UpsamplerStage(Kind kind, int channels) {

    /** How a grid is doubled. */
    public enum Kind {
        /**
         * A transposed 2 x 2 convolution, then (but for the last stage) a layer norm, then GELU:
         * Segment Anything's.
         */
        TRANSPOSED,
        /** A 3 x 3 convolution, a layer norm, ReLU, bilinear doubling: PerceptionGPT's. */
        BILINEAR
    }

    public UpsamplerStage {
        Shapes.positive("channels", channels);
    }

    public static UpsamplerStage transposed(int channels) {
        return new UpsamplerStage(Kind.TRANSPOSED, channels);
    }

    public static UpsamplerStage bilinear(int channels) {
        return new UpsamplerStage(Kind.BILINEAR, channels);
    }
}
