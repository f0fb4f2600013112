package io.fovea.chat;

import io.fovea.geometry.Region;

/** What of a place is written into the embedding of its token. */
public enum PlaceInput {
    /** The box only, as the released code of PerceptionGPT does. */
    BOX,
    /** The mask only. */
    MASK,
    /** The sum of both embeddings. */
    BOTH;

    /** All that is known of a region: {@link #BOTH} where it has a mask, else {@link #BOX}. */
    public static PlaceInput of(Region region) {
        return region.mask() == null ? BOX : BOTH;
    }

    /**
     * Checks that a region has what is to be written.
     *
     * @throws IllegalArgumentException when its mask is wanted and it has none
     */
    void check(Region region) {
        if (this != BOX && region.mask() == null) {
            throw new IllegalArgumentException(
                    "a place is to be told as "
                            + this
                            + " but it has no mask; give it one, or tell it as BOX");
        }
    }
}
