package io.fovea.data.scenes;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Seeded draws that are the same on any machine. */
record Draw(RandomGenerator random) {

    private static final RandomGeneratorFactory<RandomGenerator> GENERATORS =
            RandomGeneratorFactory.of("L64X128MixRandom");

    /**
     * The generator of one scene: seed, split and index mixed so that neighbours have nothing in
     * common.
     */
    static Draw of(long seed, Split split, long index) {
        long mixed = mix(mix(mix(seed) + split.ordinal() + 1) + index);
        return new Draw(GENERATORS.create(mixed));
    }

    /** The finalizer of SplitMix64 (Steele, Lea and Flood 2014). */
    static long mix(long z) {
        z += 0x9e3779b97f4a7c15L;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }

    double uniform(double low, double high) {
        return low + (high - low) * random.nextDouble();
    }

    /** An integer in {@code low .. high}, both included. */
    int between(int low, int high) {
        return low + random.nextInt(high - low + 1);
    }

    boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    <T> T from(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    /** Index drawn by weight; the weights sum to more than 0. */
    int weighted(double[] weights) {
        double sum = 0;
        for (double weight : weights) {
            sum += weight;
        }
        double at = random.nextDouble() * sum;
        int last = 0;
        for (int i = 0; i < weights.length; i++) {
            if (weights[i] > 0) {
                last = i;
                at -= weights[i];
                if (at < 0) {
                    return i;
                }
            }
        }
        return last;
    }

    /** The list in random order. */
    <T> List<T> shuffled(List<T> list) {
        ArrayList<T> copy = new ArrayList<>(list);
        for (int i = copy.size() - 1; i > 0; i--) {
            Collections.swap(copy, i, random.nextInt(i + 1));
        }
        return copy;
    }
}
