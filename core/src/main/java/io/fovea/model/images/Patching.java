package io.fovea.model.images;

/**
 * How a picture is cut into patches.
 *
 * @param patch side of a patch in pixels
 * @param merge patches on the side of the square that becomes one image token
 * @param depth frames in a patch; a picture is given as so many equal frames
 */
public record Patching(int patch, int merge, int depth) {

    public Patching {
        if (patch < 1 || merge < 1 || depth < 1) {
            throw new IllegalArgumentException(
                    "patch, merge and depth are at least 1, got "
                            + patch
                            + ", "
                            + merge
                            + " and "
                            + depth);
        }
    }

    /** Both sides of a picture are multiples of this many pixels. */
    public int factor() {
        return Math.multiplyExact(patch, merge);
    }

    /** Numbers in a flattened patch of three channels. */
    public int length() {
        return Math.multiplyExact(3 * depth, Math.multiplyExact(patch, patch));
    }
}
