package io.fovea.chat;

import io.fovea.geometry.Region;
import io.fovea.image.Image;

import java.util.List;

/** What a turn is made of, in order. */
public sealed interface ContentPart {

    /** Words. */
    record Text(String text) implements ContentPart {}

    /** A picture; its patches become image tokens at this point. */
    record Picture(Image image) implements ContentPart {}

    /**
     * A place written as one {@code <vis>} token: in a question it is told, in an answer it is
     * found.
     *
     * @param told what of the region the model is told; nothing of a place that is to be found
     */
    record Place(Region region, PlaceInput told) implements ContentPart {

        /**
         * A place told in a chosen way.
         *
         * @throws IllegalArgumentException when its mask is to be told and it has none
         */
        public Place {
            told.check(region);
        }

        /** A place with all that is known of it: its box, and its mask where it has one. */
        public Place(Region region) {
            this(region, PlaceInput.of(region));
        }
    }

    /**
     * A phrase and the places it stands for: {@code <p>phrase</p><vis>...}; captions are grounded
     * this way.
     */
    record Grounded(String phrase, List<Region> regions) implements ContentPart {
        public Grounded {
            regions = List.copyOf(regions);
        }
    }
}
