package io.fovea.tensor;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.function.DoubleSupplier;
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
        return draw(() -> random.nextGaussian() * std, dims);
    }

    /** Uniform numbers in {@code [-bound, bound)}. */
    public Tensor uniform(double bound, long... dims) {
        return draw(() -> (random.nextDouble() * 2 - 1) * bound, dims);
    }

    /** Straight into the tensor's memory: a weight may be larger than the heap of Java. */
    private static Tensor draw(DoubleSupplier next, long... dims) {
        Tensor tensor = Tensor.zeros(dims);
        MemorySegment values = tensor.bytes();
        long count = tensor.elements();
        for (long i = 0; i < count; i++) {
            values.setAtIndex(ValueLayout.JAVA_FLOAT, i, (float) next.getAsDouble());
        }
        return tensor;
    }
}
