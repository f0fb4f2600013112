package io.fovea.data;

import io.fovea.chat.ContentPart;
import io.fovea.chat.Conversation;
import io.fovea.chat.Message;
import io.fovea.geometry.Region;

import java.util.ArrayList;
import java.util.List;

/**
 * A data set whose places are written as text, in questions and answers alike; {@link
 * CoordinateText#read} reads them out of an answer again.
 *
 * @param dataset with places as tokens
 * @param form how they are written
 */
public record WrittenPlaces(Dataset dataset, PlaceForm form) implements Dataset {

    /** The data set itself where places are tokens. */
    public static Dataset of(Dataset dataset, PlaceForm form) {
        return form == PlaceForm.TOKEN ? dataset : new WrittenPlaces(dataset, form);
    }

    @Override
    public long size() {
        return dataset.size();
    }

    @Override
    public List<String> labels() {
        return dataset.labels();
    }

    @Override
    public Sample get(long index) {
        Sample sample = dataset.get(index);
        List<Dialogue> dialogues =
                sample.dialogues().stream()
                        .map(
                                dialogue ->
                                        new Dialogue(
                                                dialogue.kind(),
                                                written(dialogue.messages(), form),
                                                dialogue.about(),
                                                dialogue.tags()))
                        .toList();
        return new Sample(sample.id(), sample.image(), dialogues, sample.things(), sample.tags());
    }

    /** A conversation with its places written out. */
    public static Conversation written(Conversation conversation, PlaceForm form) {
        return new Conversation(written(conversation.messages(), form));
    }

    private static List<Message> written(List<Message> messages, PlaceForm form) {
        return messages.stream()
                .map(message -> new Message(message.role(), parts(message.parts(), form)))
                .toList();
    }

    /** Words and places joined to one text, pictures between them. */
    private static List<ContentPart> parts(List<ContentPart> parts, PlaceForm form) {
        List<ContentPart> written = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        for (ContentPart part : parts) {
            switch (part) {
                case ContentPart.Text(String words) -> text.append(words);
                case ContentPart.Place place -> append(place.region(), form, text);
                case ContentPart.Grounded(String phrase, List<Region> regions) -> {
                    text.append(phrase);
                    regions.forEach(region -> append(region, form, text));
                }
                case ContentPart.Picture picture -> {
                    flush(text, written);
                    written.add(picture);
                }
            }
        }
        flush(text, written);
        return written;
    }

    private static void append(Region region, PlaceForm form, StringBuilder text) {
        boolean glued = !text.isEmpty() && !Character.isWhitespace(text.charAt(text.length() - 1));
        text.append(glued ? " " : "").append(CoordinateText.of(region, form));
    }

    private static void flush(StringBuilder text, List<ContentPart> parts) {
        if (!text.isEmpty()) {
            parts.add(new ContentPart.Text(text.toString()));
            text.setLength(0);
        }
    }
}
