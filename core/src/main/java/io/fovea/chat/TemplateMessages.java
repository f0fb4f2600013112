package io.fovea.chat;

import io.fovea.geometry.Region;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A conversation as the {@code messages} of a Jinja template, with {@link Marks} in its words. */
final class TemplateMessages {

    /** How a template wants the content of a message. */
    enum Content {
        /** One string. */
        STRING,
        /** A list of {@code {type: image}} and {@code {type: text, text: ...}}. */
        PARTS
    }

    private final JinjaTemplate.Setting setting;
    private final Content content;
    private final boolean marksAnswers;
    private final List<Segment.Place> places = new ArrayList<>();
    private int pictures;

    TemplateMessages(JinjaTemplate.Setting setting, Content content, boolean marksAnswers) {
        this.setting = setting;
        this.content = content;
        this.marksAnswers = marksAnswers;
    }

    /** The places in the order of their numbers. */
    List<Segment.Place> places() {
        return places;
    }

    int pictures() {
        return pictures;
    }

    List<Map<String, Object>> of(Conversation conversation) {
        List<Map<String, Object>> messages = new ArrayList<>();
        for (int i = 0; i < conversation.messages().size(); i++) {
            Message message = conversation.messages().get(i);
            String role = message.role().name().toLowerCase(Locale.ROOT);
            List<Map<String, Object>> parts = parts(message, i);
            messages.add(
                    Map.of(
                            "role",
                            role,
                            "content",
                            content == Content.PARTS ? parts : string(parts)));
        }
        return messages;
    }

    /** Pictures and stretches of words; words beside words and places are one text. */
    private List<Map<String, Object>> parts(Message message, int turn) {
        boolean answer = message.role() == Message.Role.ASSISTANT;
        List<Map<String, Object>> parts = new ArrayList<>();
        StringBuilder words = new StringBuilder();
        for (ContentPart part : message.parts()) {
            if (part instanceof ContentPart.Picture) {
                checkPicture(answer, turn);
                text(words, answer, parts);
                parts.add(Map.of("type", "image"));
                pictures++;
            } else {
                words(part, answer, turn, words);
            }
        }
        text(words, answer, parts);
        return parts;
    }

    private void checkPicture(boolean answer, int turn) {
        if (answer) {
            throw new IllegalArgumentException(
                    "turn "
                            + turn
                            + " is an answer and holds a picture; pictures belong to the turns of"
                            + " the user");
        }
        if (setting.image() == null) {
            throw new IllegalArgumentException(
                    "turn " + turn + " holds a picture, but this model reads words only");
        }
    }

    private void words(ContentPart part, boolean answer, int turn, StringBuilder out) {
        switch (part) {
            case ContentPart.Text(String text) -> out.append(guarded(text));
            case ContentPart.Place(Region region, PlaceInput told) ->
                    place(new Segment.Place(region, told, answer), turn, out);
            case ContentPart.Grounded(String phrase, List<Region> regions) -> {
                out.append(orEmpty(setting.markers().phraseOpen())).append(guarded(phrase));
                out.append(orEmpty(setting.markers().phraseClose()));
                regions.forEach(region -> place(new Segment.Place(region, answer), turn, out));
            }
            case ContentPart.Picture ignored -> {}
        }
    }

    private void place(Segment.Place place, int turn, StringBuilder out) {
        ChatTemplate.Markers markers = setting.markers();
        if (!markers.places()) {
            throw new IllegalArgumentException(
                    "turn "
                            + turn
                            + " holds a place, but this model has no token for places; use a model"
                            + " that was taught them, or give its template markers");
        }
        out.append(orEmpty(markers.visOpen())).append(Marks.place(places.size()));
        out.append(orEmpty(markers.visClose()));
        places.add(place);
    }

    private String guarded(String words) {
        return Marks.guarded(words, setting.guarded());
    }

    private static String orEmpty(@Nullable String token) {
        return token == null ? "" : token;
    }

    private void text(StringBuilder words, boolean answer, List<Map<String, Object>> parts) {
        if (!words.isEmpty()) {
            String text = words.toString();
            boolean marked = answer && marksAnswers;
            parts.add(Map.of("type", "text", "text", marked ? Marks.answer(text) : text));
            words.setLength(0);
        }
    }

    private String string(List<Map<String, Object>> parts) {
        StringBuilder text = new StringBuilder();
        for (Map<String, Object> part : parts) {
            Object words = part.get("text");
            text.append(words == null ? setting.image() + "\n" : words);
        }
        return text.toString();
    }
}
