package io.fovea.tensor;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Seeded random tensors. Numbers are drawn in Java, so that a seed gives the same weights on every
 * machine, whatever the native library does.
 */
public final class Rng {

    private final RandomGenerator random;

    public Rng(long seed) {
        random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    /** Normal numbers of mean 0. */
    public Tensor normal(double std, long... dims) {
        float[] values = new float[Math.toIntExact(new Shape(dims).elements())];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (random.nextGaussian() * std);
        }
        return Tensor.of(values, dims);
    }

    /** Uniform numbers in {@code [-bound, bound)}. */
    public Tensor uniform(double bound, long... dims) {
        float[] values = new float[Math.toIntExact(new Shape(dims).elements())];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) ((random.nextDouble() * 2 - 1) * bound);
        }
        return Tensor.of(values, dims);
    }
}
