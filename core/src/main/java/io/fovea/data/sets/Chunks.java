package io.fovea.data.sets;

import java.util.Arrays;

/**
 * Owners (records or pictures) with several exchanges each, cut into samples of at most so many.
 * Twelve bytes a sample.
 */
final class Chunks {

    private final int most;
    private int[] owners = new int[64];
    private int[] froms = new int[64];
    private int[] tos = new int[64];
    private int size;

    /**
     * @param most exchanges in a sample
     */
    Chunks(int most) {
        this.most = most;
    }

    /** Adds the samples of an owner; none when it has no exchange. */
    void add(int owner, int exchanges) {
        for (int from = 0; from < exchanges; from += most) {
            if (size == owners.length) {
                owners = Arrays.copyOf(owners, 2 * size);
                froms = Arrays.copyOf(froms, 2 * size);
                tos = Arrays.copyOf(tos, 2 * size);
            }
            owners[size] = owner;
            froms[size] = from;
            tos[size] = Math.min(exchanges, from + most);
            size++;
        }
    }

    int size() {
        return size;
    }

    int owner(long sample) {
        return owners[index(sample)];
    }

    /** The first exchange of a sample. */
    int from(long sample) {
        return froms[index(sample)];
    }

    /** After the last exchange of a sample. */
    int to(long sample) {
        return tos[index(sample)];
    }

    /** A sample's name: that of its owner, and the number of the chunk from the second on. */
    String id(long sample, String owner) {
        int chunk = from(sample) / most;
        return chunk == 0 ? owner : owner + "-" + (chunk + 1);
    }

    private int index(long sample) {
        if (sample < 0 || sample >= size) {
            throw new IndexOutOfBoundsException(
                    "this data set has samples 0 to " + (size - 1) + ", got " + sample);
        }
        return (int) sample;
    }
}
