package io.fovea.chat;

import io.fovea.geometry.Region;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** One rendering of one conversation by a {@link ChatTemplate}: joins words, counts pictures. */
final class Rendering {

    private final ChatTemplate template;
    private final List<Segment> segments = new ArrayList<>();
    private int pictures;

    Rendering(ChatTemplate template) {
        this.template = template;
    }

    List<Segment> of(Conversation conversation) {
        List<Message> messages = conversation.messages();
        if (messages.isEmpty()) {
            throw new IllegalArgumentException("a conversation needs at least one turn, got none");
        }
        literal(template.begin(), false);
        String system = template.defaultSystem();
        if (system != null && messages.getFirst().role() != Message.Role.SYSTEM) {
            turn(new Message(Message.Role.SYSTEM, List.of(new ContentPart.Text(system))), 0);
        }
        for (int i = 0; i < messages.size(); i++) {
            if (i > 0 && messages.get(i).role() == Message.Role.SYSTEM) {
                throw new IllegalArgumentException(
                        "turn " + i + " is a system turn; only the first turn may be one");
            }
            turn(messages.get(i), i);
        }
        if (messages.getLast().role() != Message.Role.ASSISTANT) {
            literal(template.assistant().open(), false);
        }
        return List.copyOf(segments);
    }

    private void turn(Message message, int index) {
        boolean answer = message.role() == Message.Role.ASSISTANT;
        ChatTemplate.Turn turn =
                switch (message.role()) {
                    case SYSTEM -> template.system();
                    case USER -> template.user();
                    case ASSISTANT -> template.assistant();
                };
        List<ContentPart> parts = answer ? message.parts() : said(message.parts());
        literal(turn.open(), false);
        boolean pictureFirst = !parts.isEmpty() && parts.getFirst() instanceof ContentPart.Picture;
        if (!pictureFirst) {
            literal(turn.lead(), answer);
        }
        for (ContentPart part : parts) {
            part(part, answer, index);
        }
        literal(turn.close(), answer);
        literal(turn.after(), false);
    }

    private void part(ContentPart part, boolean answer, int index) {
        switch (part) {
            case ContentPart.Text(String text) -> words(text, answer);
            case ContentPart.Picture ignored -> {
                if (answer) {
                    throw new IllegalArgumentException(
                            "turn "
                                    + index
                                    + " is an answer and holds a picture;"
                                    + " pictures belong to the turns of the user");
                }
                literal(template.pictures().before(), false);
                segments.add(new Segment.Image(pictures++));
                literal(template.pictures().after(), false);
            }
            case ContentPart.Place place -> place(place, answer, index);
            case ContentPart.Grounded(String phrase, List<Region> regions) -> {
                ChatTemplate.Markers markers = template.markers();
                control(markers.phraseOpen(), answer);
                phrase(phrase, answer);
                control(markers.phraseClose(), answer);
                regions.forEach(region -> place(new ContentPart.Place(region), answer, index));
            }
        }
    }

    private void place(ContentPart.Place place, boolean answer, int index) {
        ChatTemplate.Markers markers = template.markers();
        if (!markers.places()) {
            throw new IllegalArgumentException(
                    "turn "
                            + index
                            + " holds a place, but the template '"
                            + template.name()
                            + "' has no token for places; use a model that was taught them,"
                            + " or give the template markers");
        }
        control(markers.visOpen(), answer);
        segments.add(new Segment.Place(place.region(), place.told(), answer));
        control(markers.visClose(), answer);
    }

    /** A phrase without markers must not grow together with the words before it. */
    private void phrase(String phrase, boolean answer) {
        boolean glued =
                !segments.isEmpty()
                        && segments.getLast() instanceof Segment.Words(String before, boolean same)
                        && same == answer
                        && !before.isEmpty()
                        && Character.isLetterOrDigit(before.charAt(before.length() - 1))
                        && !phrase.isEmpty()
                        && Character.isLetterOrDigit(phrase.charAt(0));
        words(glued ? " " + phrase : phrase, answer);
    }

    /** What system and user said, as the template wants it: pictures first, words normalised. */
    private List<ContentPart> said(List<ContentPart> parts) {
        List<ContentPart> ordered = new ArrayList<>(parts);
        if (template.pictures().first()) {
            ordered.removeIf(part -> !(part instanceof ContentPart.Picture));
            parts.stream()
                    .filter(part -> !(part instanceof ContentPart.Picture))
                    .forEach(ordered::add);
        }
        if (!template.normalize()) {
            return ordered;
        }
        joinTexts(ordered);
        for (int i = 0; i < ordered.size(); i++) {
            boolean last = i == ordered.size() - 1;
            ordered.set(
                    i,
                    switch (ordered.get(i)) {
                        case ContentPart.Text(String text) ->
                                new ContentPart.Text(normalized(text, last));
                        case ContentPart.Grounded(String phrase, List<Region> regions) ->
                                new ContentPart.Grounded(normalized(phrase, false), regions);
                        case ContentPart.Picture picture -> picture;
                        case ContentPart.Place place -> place;
                    });
        }
        return ordered;
    }

    private static void joinTexts(List<ContentPart> parts) {
        for (int i = parts.size() - 1; i > 0; i--) {
            if (parts.get(i) instanceof ContentPart.Text(String second)
                    && parts.get(i - 1) instanceof ContentPart.Text(String first)) {
                parts.set(i - 1, new ContentPart.Text(first + second));
                parts.remove(i);
            }
        }
    }

    private static String normalized(String text, boolean last) {
        return last
                ? ChatTemplate.normalized(text)
                : text.toLowerCase(Locale.ROOT).replaceAll("\\s+", " ").strip();
    }

    /** Words of the template itself: the only ones in which special tokens are looked for. */
    private void literal(String text, boolean answer) {
        int from = 0;
        while (from < text.length()) {
            int at = text.length();
            @Nullable String next = null;
            for (String token : template.controls()) {
                int found = text.indexOf(token, from);
                boolean nearer =
                        found >= 0
                                && (found < at
                                        || found == at
                                                && next != null
                                                && token.length() > next.length());
                if (nearer) {
                    at = found;
                    next = token;
                }
            }
            words(text.substring(from, at), answer);
            control(next, answer);
            from = at + (next == null ? 0 : next.length());
        }
    }

    private void control(@Nullable String token, boolean answer) {
        if (token != null) {
            segments.add(new Segment.Control(token, answer));
        }
    }

    /** Joins words with the ones before them when both are answer, or both are not. */
    private void words(String text, boolean answer) {
        if (text.isEmpty()) {
            return;
        }
        if (!segments.isEmpty()
                && segments.getLast() instanceof Segment.Words(String before, boolean same)
                && same == answer) {
            segments.set(segments.size() - 1, new Segment.Words(before + text, answer));
        } else {
            segments.add(new Segment.Words(text, answer));
        }
    }
}
