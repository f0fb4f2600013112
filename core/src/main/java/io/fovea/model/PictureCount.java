package io.fovea.model;

/** How many pictures a model can be shown in one conversation. */
public record PictureCount(int fewest, int most) {

    /** Words only. */
    public static final PictureCount NONE = new PictureCount(0, 0);

    /** One, always. */
    public static final PictureCount ONE = new PictureCount(1, 1);

    /** None or several. */
    public static final PictureCount ANY = new PictureCount(0, 64);

    /** "one picture", "words only", "at most 64 pictures". */
    @Override
    public String toString() {
        if (most == 0) {
            return "words only";
        }
        return equals(ONE) ? "one picture" : "at most " + most + " pictures";
    }

    /** Whether a conversation may have so many. */
    public boolean allows(int count) {
        return count >= fewest && count <= most;
    }
}
