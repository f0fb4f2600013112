package io.fovea.interaction;

/** Checks of sizes in configs. */
final class Sizes {

    private Sizes() {}

    /**
     * Passes a positive number.
     *
     * @throws IllegalArgumentException otherwise, with its name
     */
    static void positive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " is at least 1, got " + value);
        }
    }

    /**
     * Passes a width that heads share evenly.
     *
     * @throws IllegalArgumentException otherwise, with both
     */
    static void heads(int width, int heads) {
        positive("width", width);
        positive("heads", heads);
        if (width % heads != 0) {
            throw new IllegalArgumentException(
                    "width " + width + " is not a multiple of " + heads + " heads");
        }
    }
}
