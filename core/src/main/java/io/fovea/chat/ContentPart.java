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
     */
    record Place(Region region) implements ContentPart {}

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
