package io.fovea.chat;

import java.util.ArrayList;
import java.util.List;

/**
 * A prompt without any wording, for base models whose folder holds no chat template: the words of
 * the one turn as they are, behind the tokenizer's own opening.
 */
public record PlainPrompt() implements PromptFormat {

    @Override
    public Rendered rendered(Conversation conversation) {
        if (conversation.messages().size() != 1
                || conversation.messages().getFirst().role() != Message.Role.USER) {
            throw new IllegalArgumentException(
                    "this model has no chat template and only continues a text; expected one turn"
                            + " of the user, got "
                            + conversation.messages().size()
                            + " turns");
        }
        List<Segment> segments = new ArrayList<>();
        int pictures = 0;
        for (ContentPart part : conversation.messages().getFirst().parts()) {
            switch (part) {
                case ContentPart.Text(String text) -> segments.add(new Segment.Words(text, false));
                case ContentPart.Picture ignored -> segments.add(new Segment.Image(pictures++));
                case ContentPart.Place ignored -> throw noPlaces();
                case ContentPart.Grounded ignored -> throw noPlaces();
            }
        }
        return new Rendered(segments, true).joined();
    }

    private static IllegalArgumentException noPlaces() {
        return new IllegalArgumentException(
                "the turn holds a place, but a model without a template has no token for places");
    }
}
