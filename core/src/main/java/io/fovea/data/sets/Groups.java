package io.fovea.data.sets;

/**
 * Which records belong to which owner (a picture), in the order of the file. Four bytes a record
 * and four an owner.
 */
final class Groups {

    private final int[] starts;
    private final int[] members;

    /**
     * @param owners of each record; below 0 for records that nobody owns
     * @param count number of owners
     */
    Groups(int[] owners, int count) {
        starts = new int[count + 1];
        for (int owner : owners) {
            if (owner >= 0) {
                starts[owner + 1]++;
            }
        }
        for (int i = 0; i < count; i++) {
            starts[i + 1] += starts[i];
        }
        int[] next = starts.clone();
        members = new int[starts[count]];
        for (int i = 0; i < owners.length; i++) {
            if (owners[i] >= 0) {
                members[next[owners[i]]++] = i;
            }
        }
    }

    int count() {
        return starts.length - 1;
    }

    /** How many records an owner has. */
    int size(int owner) {
        return starts[owner + 1] - starts[owner];
    }

    /** A record of an owner. */
    int member(int owner, int index) {
        return members[starts[owner] + index];
    }
}
