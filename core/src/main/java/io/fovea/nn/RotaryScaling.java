package io.fovea.nn;

import java.util.List;

/**
 * How rotary frequencies are stretched so that a model reads more than it was first trained on.
 * Numbers are rounded to FLOAT32 where Hugging Face's {@code modeling_rope_utils} rounds them.
 */
public sealed interface RotaryScaling {

    /**
     * The angle that each pair of dimensions turns by from one position to the next, {@code [E /
     * 2]}.
     *
     * @param theta base of the frequencies
     * @param headWidth E
     * @param length tokens of the sequence, earlier ones included; looked at only where {@link
     *     #dependsOnLength}
     */
    float[] inverseFrequencies(double theta, int headWidth, long length);

    /** Whether frequencies change with the length of the sequence. */
    default boolean dependsOnLength() {
        return false;
    }

    /** What cosines and sines are multiplied by. */
    default double attentionFactor() {
        return 1;
    }

    /** Theta to the power of {@code 2i / E}, {@code [E / 2]}. */
    private static float[] periods(double theta, int headWidth) {
        float[] periods = new float[headWidth / 2];
        for (int i = 0; i < periods.length; i++) {
            periods[i] = (float) Math.pow(theta, 2f * i / headWidth);
        }
        return periods;
    }

    private static float[] plain(double theta, int headWidth) {
        float[] inverse = periods(theta, headWidth);
        for (int i = 0; i < inverse.length; i++) {
            inverse[i] = 1 / inverse[i];
        }
        return inverse;
    }

    private static void checkFactor(double factor) {
        if (!(factor >= 1) || Double.isInfinite(factor)) {
            throw new IllegalArgumentException(
                    "factor of rotary scaling is a number from 1 on, got " + factor);
        }
    }

    private static void checkPositions(int positions) {
        if (positions < 2) {
            throw new IllegalArgumentException(
                    "rotary scaling starts from 2 positions at least, got " + positions);
        }
    }

    /** None: {@code theta^(-2i/E)} (RoFormer, Su et al. 2021). */
    record Plain() implements RotaryScaling {
        @Override
        public float[] inverseFrequencies(double theta, int headWidth, long length) {
            return plain(theta, headWidth);
        }
    }

    /**
     * Position interpolation (Chen et al. 2023): every frequency divided by a factor.
     *
     * @param factor at least 1
     */
    record Linear(double factor) implements RotaryScaling {
        public Linear {
            checkFactor(factor);
        }

        @Override
        public float[] inverseFrequencies(double theta, int headWidth, long length) {
            float[] inverse = plain(theta, headWidth);
            for (int i = 0; i < inverse.length; i++) {
                inverse[i] /= (float) factor;
            }
            return inverse;
        }
    }

    /**
     * Dynamic NTK: theta grows once a sequence is longer than what the model was trained on. Keys
     * that are in a cache already keep the frequencies of the length at which they were made.
     *
     * @param factor at least 1
     * @param maxPositions what the model was trained on
     */
    record Dynamic(double factor, int maxPositions) implements RotaryScaling {
        public Dynamic {
            checkFactor(factor);
            checkPositions(maxPositions);
        }

        @Override
        public float[] inverseFrequencies(double theta, int headWidth, long length) {
            double seen = Math.max(length, maxPositions);
            double growth = factor * seen / maxPositions - (factor - 1);
            double exponent = headWidth / (headWidth - 2.0);
            return plain(headWidth == 2 ? theta : theta * Math.pow(growth, exponent), headWidth);
        }

        @Override
        public boolean dependsOnLength() {
            return true;
        }
    }

    /**
     * Llama 3.1: long waves are divided by a factor, short ones left, those between blended.
     *
     * @param factor at least 1
     * @param lowFrequencyFactor waves longer than {@code originalPositions / this} are long
     * @param highFrequencyFactor waves shorter than {@code originalPositions / this} are short
     * @param originalPositions what the model was first trained on
     */
    record Llama3(
            double factor,
            double lowFrequencyFactor,
            double highFrequencyFactor,
            int originalPositions)
            implements RotaryScaling {
        public Llama3 {
            checkFactor(factor);
            checkPositions(originalPositions);
            if (!(lowFrequencyFactor > 0 && highFrequencyFactor > lowFrequencyFactor)) {
                throw new IllegalArgumentException(
                        "high_freq_factor is above low_freq_factor and both above 0, got "
                                + highFrequencyFactor
                                + " and "
                                + lowFrequencyFactor);
            }
        }

        @Override
        public float[] inverseFrequencies(double theta, int headWidth, long length) {
            float[] inverse = plain(theta, headWidth);
            for (int i = 0; i < inverse.length; i++) {
                float wave = (float) (2 * Math.PI) / inverse[i];
                if (wave > originalPositions / lowFrequencyFactor) {
                    inverse[i] /= (float) factor;
                } else if (!(wave < originalPositions / highFrequencyFactor)) {
                    inverse[i] = blended(inverse[i], wave);
                }
            }
            return inverse;
        }

        private float blended(float inverse, float wave) {
            float smooth =
                    (originalPositions / wave - (float) lowFrequencyFactor)
                            / (float) (highFrequencyFactor - lowFrequencyFactor);
            return (1 - smooth) * inverse / (float) factor + smooth * inverse;
        }
    }

    /**
     * LongRoPE (Ding et al. 2024): a factor for each pair of dimensions, short ones up to the
     * original length and long ones beyond it. Keys that are in a cache already keep the factors
     * under which they were made.
     *
     * @param shortFactors {@code [E / 2]}
     * @param longFactors {@code [E / 2]}
     * @param originalPositions longest sequence that takes the short factors
     * @param attentionFactor what cosines and sines are multiplied by
     */
    record LongRope(
            List<Double> shortFactors,
            List<Double> longFactors,
            int originalPositions,
            double attentionFactor)
            implements RotaryScaling {
        public LongRope {
            shortFactors = List.copyOf(shortFactors);
            longFactors = List.copyOf(longFactors);
            checkPositions(originalPositions);
            if (!(attentionFactor > 0) || Double.isInfinite(attentionFactor)) {
                throw new IllegalArgumentException(
                        "attention_factor is a number above 0, got " + attentionFactor);
            }
        }

        @Override
        public float[] inverseFrequencies(double theta, int headWidth, long length) {
            List<Double> factors = length > originalPositions ? longFactors : shortFactors;
            float[] inverse = periods(theta, headWidth);
            if (factors.size() != inverse.length) {
                throw new IllegalArgumentException(
                        "a head of "
                                + headWidth
                                + " needs "
                                + inverse.length
                                + " rotary factors, got "
                                + factors.size());
            }
            for (int i = 0; i < inverse.length; i++) {
                inverse[i] = 1 / (factors.get(i).floatValue() * inverse[i]);
            }
            return inverse;
        }

        @Override
        public boolean dependsOnLength() {
            return true;
        }

        /**
         * The attention factor that belongs to a stretch from one length to another.
         *
         * @param stretch longest length over the original one
         */
        public static double attentionFactor(double stretch, int originalPositions) {
            return stretch <= 1
                    ? 1
                    : Math.sqrt(1 + Math.log(stretch) / Math.log(originalPositions));
        }
    }
}
