package io.fovea.eval;

import io.fovea.chat.ContentPart;
import io.fovea.chat.Conversation;
import io.fovea.chat.Message;
import io.fovea.chat.PlaceInput;
import io.fovea.data.Dialogue;
import io.fovea.data.Sample;
import io.fovea.geometry.Canvas;
import io.fovea.geometry.Region;
import io.fovea.image.Image;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * An item with the conversation that asks it: everything before the last assistant turn, the
 * picture first.
 *
 * @param item the truth
 * @param conversation what is given to the model
 */
record Exchange(Item item, Conversation conversation) {

    private static final Canvas NONE = new Canvas(1, 1);

    /** That of the picture, which places lie on. */
    Canvas canvas() {
        return canvas(conversation);
    }

    /** That of the first picture of a conversation; of one pixel where there is none. */
    static Canvas canvas(Conversation conversation) {
        return conversation.messages().stream()
                .flatMap(message -> message.parts().stream())
                .<Canvas>mapMulti(
                        (part, sink) -> {
                            if (part instanceof ContentPart.Picture(Image image)) {
                                sink.accept(image.canvas());
                            }
                        })
                .findFirst()
                .orElse(NONE);
    }

    /**
     * The exchanges of a sample; one that tells a place is asked by box and, where it has a mask,
     * by mask and both.
     */
    static List<Exchange> of(Sample sample, long scene) {
        List<Exchange> exchanges = new ArrayList<>();
        for (int i = 0; i < sample.dialogues().size(); i++) {
            Dialogue dialogue = sample.dialogues().get(i);
            String id = sample.id() + "#" + i;
            for (PlaceInput told : ways(dialogue)) {
                exchanges.add(exchange(sample, scene, dialogue, id + "/" + lower(told), told));
            }
            if (told(dialogue).isEmpty()) {
                exchanges.add(exchange(sample, scene, dialogue, id, null));
            }
        }
        return exchanges;
    }

    private static String lower(PlaceInput told) {
        return told.name().toLowerCase(Locale.ROOT);
    }

    private static List<PlaceInput> ways(Dialogue dialogue) {
        List<Region> told = told(dialogue);
        if (told.isEmpty()) {
            return List.of();
        }
        return told.stream().allMatch(region -> region.mask() != null)
                ? List.of(PlaceInput.BOX, PlaceInput.MASK, PlaceInput.BOTH)
                : List.of(PlaceInput.BOX);
    }

    private static List<Region> told(Dialogue dialogue) {
        return dialogue.messages().stream()
                .filter(message -> message.role() == Message.Role.USER)
                .flatMap(message -> places(message.parts()).stream())
                .toList();
    }

    private static Exchange exchange(
            Sample sample, long scene, Dialogue dialogue, String id, @Nullable PlaceInput told) {
        List<Message> messages = dialogue.messages();
        Message truth = messages.get(messages.size() - 1);
        if (messages.size() < 2 || truth.role() != Message.Role.ASSISTANT) {
            throw new IllegalArgumentException(
                    "exchange "
                            + id
                            + " ends with a turn of "
                            + truth.role()
                            + " but an evaluation needs the true answer last; check the data set");
        }
        List<Message> asked = new ArrayList<>(messages.subList(0, messages.size() - 1));
        if (told != null) {
            asked.replaceAll(message -> told(message, told));
        }
        Message first = asked.get(0);
        List<ContentPart> parts = new ArrayList<>();
        if (sample.image() != null) {
            parts.add(new ContentPart.Picture(sample.image()));
        }
        parts.addAll(first.parts());
        asked.set(0, new Message(first.role(), parts));
        Map<String, String> tags = new HashMap<>(sample.tags());
        tags.putAll(dialogue.tags());
        Item item =
                new Item(
                        id,
                        scene,
                        dialogue.kind(),
                        tags,
                        words(messages.get(messages.size() - 2).parts()),
                        words(truth.parts()),
                        places(truth.parts()),
                        told);
        return new Exchange(item, new Conversation(asked));
    }

    /** The turn with its places told in one way; the mask of one told by its box is taken away. */
    private static Message told(Message message, PlaceInput told) {
        return new Message(
                message.role(),
                message.parts().stream()
                        .map(
                                part ->
                                        part instanceof ContentPart.Place place
                                                ? new ContentPart.Place(
                                                        known(place.region(), told), told)
                                                : part)
                        .toList());
    }

    private static Region known(Region region, PlaceInput told) {
        return told == PlaceInput.BOX
                ? new Region(region.box(), null, region.label(), region.score())
                : region;
    }

    /**
     * The words of a turn; in a question a place is shown as {@code [place]}, in an answer it is no
     * word.
     */
    private static String words(List<ContentPart> parts) {
        boolean answerOfPlaces = parts.stream().allMatch(part -> part instanceof ContentPart.Place);
        StringBuilder words = new StringBuilder();
        for (ContentPart part : parts) {
            words.append(
                    switch (part) {
                        case ContentPart.Text(String text) -> text;
                        case ContentPart.Grounded(String phrase, List<Region> ignored) -> phrase;
                        case ContentPart.Place ignored -> answerOfPlaces ? "" : "[place]";
                        case ContentPart.Picture ignored -> "";
                    });
        }
        return words.toString().strip();
    }

    private static List<Region> places(List<ContentPart> parts) {
        List<Region> places = new ArrayList<>();
        for (ContentPart part : parts) {
            switch (part) {
                case ContentPart.Place place -> places.add(place.region());
                case ContentPart.Grounded(String phrase, List<Region> regions) ->
                        regions.forEach(
                                region ->
                                        places.add(
                                                new Region(
                                                        region.box(),
                                                        region.mask(),
                                                        phrase,
                                                        region.score())));
                case ContentPart.Text ignored -> {}
                case ContentPart.Picture ignored -> {}
            }
        }
        return places;
    }
}
