package io.fovea.pruning;

/**
 * What the tokens of a batch are, flat by {@code row * S + column}.
 *
 * @param image whether a token is an image token
 * @param words whether it is another token that counts; padding is neither
 * @param last for each row, the column of its last token
 */
record TokenRoles(boolean[] image, boolean[] words, int[] last) {

    TokenRoles {
        if (image.length != words.length) {
            throw new IllegalArgumentException(
                    "roles of " + image.length + " and of " + words.length + " tokens");
        }
    }

    /** The tokens of one prompt. */
    static TokenRoles of(int[] ids, int imageToken) {
        boolean[] image = new boolean[ids.length];
        boolean[] words = new boolean[ids.length];
        for (int i = 0; i < ids.length; i++) {
            image[i] = ids[i] == imageToken;
            words[i] = !image[i];
        }
        return new TokenRoles(image, words, new int[] {ids.length - 1});
    }

    /** The columns of image tokens, where there is one row. */
    long[] imageColumns() {
        long[] columns = new long[count(image)];
        int next = 0;
        for (int i = 0; i < image.length; i++) {
            if (image[i]) {
                columns[next++] = i;
            }
        }
        return columns;
    }

    /** How many flags are set. */
    static int count(boolean[] flags) {
        int count = 0;
        for (boolean flag : flags) {
            count += flag ? 1 : 0;
        }
        return count;
    }
}
