package io.fovea.chat;

import java.util.ArrayList;
import java.util.List;

/**
 * A prompt as text, before it becomes token ids.
 *
 * @param segments in order. {@link Segment.Words} are never special tokens, whatever they look
 *     like; {@link Segment.Control} always are; each {@link Segment.Image} stands where the model's
 *     family writes the tokens of that picture
 * @param tokenizerOpens whether the tokenizer's own tokens (a bos) go around everything: false
 *     where the text brings them
 */
public record Rendered(List<Segment> segments, boolean tokenizerOpens) {

    public Rendered {
        segments = List.copyOf(segments);
    }

    /**
     * The same with neighbouring words as one, and nothing marked as answer: how Hugging Face's
     * tokenizers read a whole prompt, where tokens may reach across the border between what was
     * asked and what was said.
     */
    public Rendered joined() {
        List<Segment> joined = new ArrayList<>();
        for (Segment segment : segments) {
            Segment plain =
                    switch (segment) {
                        case Segment.Words(String text, boolean ignored) ->
                                new Segment.Words(text, false);
                        case Segment.Control(String token, boolean ignored) ->
                                new Segment.Control(token, false);
                        case Segment.Image image -> image;
                        case Segment.Place place -> place;
                    };
            if (plain instanceof Segment.Words(String text, boolean ignored)
                    && !joined.isEmpty()
                    && joined.getLast() instanceof Segment.Words(String before, boolean other)) {
                joined.set(joined.size() - 1, new Segment.Words(before + text, other));
            } else {
                joined.add(plain);
            }
        }
        return new Rendered(joined, tokenizerOpens);
    }

    /** The text for people, logs and comparison, with these words for pictures and places. */
    public String text(String image, String place) {
        return Segment.text(segments, image, place);
    }
}
