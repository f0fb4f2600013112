package io.fovea.chat;

import io.fovea.geometry.Region;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A stretch of a rendered prompt, in order. Whoever makes token ids of it must not let tokens run
 * across the border between two segments; {@code answer} marks what the model is to say, and so
 * what counts for the loss.
 */
public sealed interface Segment {

    /** Whether the model is to say this. */
    boolean answer();

    /** Words as they stand; nothing in them is a special token, whatever it looks like. */
    record Words(String text, boolean answer) implements Segment {}

    /** A special token by its name in the tokenizer. */
    record Control(String token, boolean answer) implements Segment {}

    /**
     * The image tokens of a picture.
     *
     * @param index which picture of the conversation, from 0
     */
    record Image(int index) implements Segment {
        @Override
        public boolean answer() {
            return false;
        }
    }

    /**
     * The place token, and the place that it carries (question) or is to find (answer).
     *
     * @param told what of a place that it carries is written
     */
    record Place(Region region, PlaceInput told, boolean answer) implements Segment {

        /** A place with all that is known of it. */
        public Place(Region region, boolean answer) {
            this(region, PlaceInput.of(region), answer);
        }
    }

    /** The prompt for people and logs: pictures and places as the given words. */
    static String text(List<Segment> segments, String image, String place) {
        return segments.stream()
                .map(
                        segment ->
                                switch (segment) {
                                    case Words(String text, boolean ignored) -> text;
                                    case Control(String token, boolean ignored) -> token;
                                    case Image ignored -> image;
                                    case Place ignored -> place;
                                })
                .collect(Collectors.joining());
    }
}
