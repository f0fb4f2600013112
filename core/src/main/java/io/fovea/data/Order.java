package io.fovea.data;

/**
 * The order in which a data set is visited: a seeded permutation of it for each pass, computed
 * without a table.
 */
final class Order {

    private Order() {}

    /** The sample at a position of the endless visit. */
    static long index(long position, long size, long seed) {
        if (size == Long.MAX_VALUE) {
            return position;
        }
        long pass = position / size;
        return permute(position % size, size, mix(seed + 0x9E3779B97F4A7C15L * (pass + 1)));
    }

    /**
     * A Feistel network on the next power of four, walked until it falls inside {@code 0 .. size -
     * 1}.
     */
    private static long permute(long value, long size, long key) {
        int half = Math.max(1, (64 - Long.numberOfLeadingZeros(Math.max(1, size - 1)) + 1) / 2);
        long low = (1L << half) - 1;
        do {
            long left = value >>> half;
            long right = value & low;
            for (int round = 0; round < 4; round++) {
                long next = left ^ (mix(right + key + round) & low);
                left = right;
                right = next;
            }
            value = left << half | right;
        } while (Long.compareUnsigned(value, size) >= 0);
        return value;
    }

    /** The finaliser of SplitMix64 (Steele, Lea and Flood 2014). */
    private static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
