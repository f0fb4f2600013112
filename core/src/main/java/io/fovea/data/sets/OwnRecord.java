package io.fovea.data.sets;

import com.fasterxml.jackson.databind.JsonNode;

import io.fovea.chat.ContentPart;
import io.fovea.chat.Message;
import io.fovea.data.Dialogue;
import io.fovea.data.files.BadRecord;
import io.fovea.geometry.Box;
import io.fovea.geometry.Canvas;
import io.fovea.geometry.Region;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A record of our own format (docs/data.md): a picture or none, regions, and what is asked about
 * them. Made without the picture; places come to lie on it in {@link #dialogues(Canvas)}.
 *
 * @param image the picture's name; null for words alone
 * @param canvas the size that the record says its picture has; null where it does not
 * @param regions in the order in which {@code <r0>}, {@code <r1>}, ... count them
 * @param conversations turns of user and assistant, each list one exchange
 * @param absent phrases that nothing in the picture fits
 * @param caption of the whole picture
 */
record OwnRecord(
        @Nullable String image,
        @Nullable Canvas canvas,
        List<Place> regions,
        List<List<String>> conversations,
        List<String> absent,
        @Nullable String caption) {

    /**
     * A region of a record.
     *
     * @param mask polygons or run lengths; null for a box alone
     * @param phrase what is found there; null for a place that only turns name
     */
    record Place(
            double[] xywh,
            @Nullable JsonNode mask,
            @Nullable String phrase,
            @Nullable String label) {

        Region on(Canvas canvas) {
            Box box = Places.box(xywh, canvas);
            return new Region(
                    box,
                    mask == null ? null : Places.mask(mask, canvas),
                    label == null ? phrase : label,
                    1);
        }
    }

    private static final Set<String> KEYS =
            Set.of(
                    "id",
                    "image",
                    "width",
                    "height",
                    "regions",
                    "turns",
                    "question",
                    "answer",
                    "absent",
                    "caption");

    private static final Pattern PLACE =
            Pattern.compile("<p>(.*?)</p>((?:<r\\d+>)+)|<r(\\d+)>", Pattern.DOTALL);
    private static final Pattern NUMBER = Pattern.compile("\\d+");

    /**
     * Reads a record.
     *
     * @throws BadRecord when it is broken, or has a key that nobody knows
     */
    static OwnRecord of(JsonNode tree) {
        if (!tree.isObject()) {
            throw new BadRecord("expected an object, got " + Values.shown(tree.toString()));
        }
        tree.fieldNames()
                .forEachRemaining(
                        key -> {
                            if (!KEYS.contains(key)) {
                                throw new BadRecord(
                                        "the unknown key '"
                                                + Values.shown(key)
                                                + "'; expected one of "
                                                + String.join(
                                                        ", ", KEYS.stream().sorted().toList()));
                            }
                        });
        OwnRecord record =
                new OwnRecord(
                        Values.textOrNull(tree, "image"),
                        canvas(tree),
                        Values.list(tree, "regions").stream().map(OwnRecord::region).toList(),
                        conversations(tree),
                        Values.texts(tree, "absent"),
                        Values.textOrNull(tree, "caption"));
        record.check();
        return record;
    }

    private static @Nullable Canvas canvas(JsonNode tree) {
        if (!tree.has("width") && !tree.has("height")) {
            return null;
        }
        long width = Values.whole(tree, "width");
        long height = Values.whole(tree, "height");
        if (width < 1 || height < 1 || width > 1 << 20 || height > 1 << 20) {
            throw new BadRecord("a picture of " + width + " x " + height);
        }
        return new Canvas((int) width, (int) height);
    }

    private static Place region(JsonNode node) {
        JsonNode box = node.get("box");
        if (box == null) {
            throw new BadRecord("a region has a box [x, y, width, height]");
        }
        JsonNode mask = node.get("mask");
        return new Place(
                Places.xywh(box),
                mask == null || mask.isNull() ? null : mask,
                Values.textOrNull(node, "phrase"),
                Values.textOrNull(node, "label"));
    }

    private static List<List<String>> conversations(JsonNode tree) {
        List<List<String>> all = new ArrayList<>();
        if (tree.has("question") || tree.has("answer")) {
            all.add(List.of(Values.text(tree, "question"), Values.text(tree, "answer")));
        }
        List<String> turns = Values.texts(tree, "turns");
        if (turns.size() % 2 != 0) {
            throw new BadRecord(
                    "turns are user, assistant, user, assistant, ..., got " + turns.size());
        }
        if (!turns.isEmpty()) {
            all.add(turns);
        }
        return all;
    }

    /** What can be known without the picture. */
    private void check() {
        if (exchanges() == 0) {
            throw new BadRecord(
                    "nothing is asked: give question and answer, turns, a caption, absent, or"
                            + " regions with a phrase");
        }
        boolean places = !regions.isEmpty() || !absent.isEmpty() || caption != null;
        if (image == null && places) {
            throw new BadRecord("regions, absent and caption need an image");
        }
        dialogues(canvas == null ? new Canvas(1 << 20, 1 << 20) : canvas, canvas != null);
    }

    private Map<String, List<Place>> phrases() {
        Map<String, List<Place>> phrases = new LinkedHashMap<>();
        for (Place place : regions) {
            if (place.phrase() != null) {
                phrases.computeIfAbsent(place.phrase(), phrase -> new ArrayList<>()).add(place);
            }
        }
        return phrases;
    }

    int exchanges() {
        return conversations.size() + phrases().size() + absent.size() + (caption == null ? 0 : 1);
    }

    /** Everything that is asked, its places on the picture. */
    List<Dialogue> dialogues(Canvas picture) {
        return dialogues(picture, true);
    }

    /** The regions as annotated things. */
    List<Region> things(Canvas picture) {
        return regions.stream().map(place -> place.on(picture)).toList();
    }

    private List<Dialogue> dialogues(Canvas picture, boolean masks) {
        List<Region> places =
                regions.stream()
                        .map(p -> masks ? p : new Place(p.xywh(), null, p.phrase(), p.label()))
                        .map(p -> p.on(picture))
                        .toList();
        List<Dialogue> dialogues = new ArrayList<>();
        conversations.forEach(turns -> dialogues.add(conversation(turns, places)));
        phrases()
                .forEach(
                        (phrase, found) ->
                                dialogues.add(
                                        Asked.find(
                                                phrase,
                                                found.stream()
                                                        .map(p -> places.get(regions.indexOf(p)))
                                                        .toList())));
        absent.forEach(phrase -> dialogues.add(Asked.absent(phrase)));
        if (caption != null) {
            dialogues.add(Asked.caption(caption));
        }
        return dialogues;
    }

    private static Dialogue conversation(List<String> turns, List<Region> places) {
        List<Message> messages = new ArrayList<>();
        for (int i = 0; i < turns.size(); i++) {
            Message.Role role = i % 2 == 0 ? Message.Role.USER : Message.Role.ASSISTANT;
            messages.add(new Message(role, parts(turns.get(i), places)));
        }
        return new Dialogue(kind(messages), messages);
    }

    private static String kind(List<Message> messages) {
        List<ContentPart> answer = messages.getLast().parts();
        if (answer.stream().allMatch(part -> part instanceof ContentPart.Place)) {
            return answer.size() == 1 ? "name" : "all";
        }
        if (answer.stream().anyMatch(part -> part instanceof ContentPart.Grounded)) {
            return "groundedcaption";
        }
        boolean told =
                messages.getFirst().parts().stream()
                        .anyMatch(part -> part instanceof ContentPart.Place);
        return told ? "region" : "question";
    }

    /** {@code <r0>} is a place, {@code <p>phrase</p><r0><r1>} a phrase with its places. */
    private static List<ContentPart> parts(String text, List<Region> places) {
        if (text.isBlank()) {
            throw new BadRecord("a turn without words");
        }
        List<ContentPart> parts = new ArrayList<>();
        Matcher matcher = PLACE.matcher(text);
        int from = 0;
        while (matcher.find()) {
            words(text.substring(from, matcher.start()), parts);
            from = matcher.end();
            if (matcher.group(3) != null) {
                parts.add(new ContentPart.Place(place(matcher.group(3), places)));
            } else {
                List<Region> regions =
                        NUMBER.matcher(matcher.group(2))
                                .results()
                                .map(number -> place(number.group(), places))
                                .toList();
                parts.add(new ContentPart.Grounded(matcher.group(1), regions));
            }
        }
        words(text.substring(from), parts);
        return parts;
    }

    private static void words(String text, List<ContentPart> parts) {
        if (!text.isBlank() || !parts.isEmpty() && !text.isEmpty()) {
            parts.add(new ContentPart.Text(text));
        }
    }

    private static Region place(String number, List<Region> places) {
        int index = number.length() > 6 ? Integer.MAX_VALUE : Integer.parseInt(number);
        if (index >= places.size()) {
            throw new BadRecord(
                    "<r"
                            + number
                            + "> is told of, but there are "
                            + places.size()
                            + " regions, counted from 0");
        }
        return places.get(index);
    }
}
