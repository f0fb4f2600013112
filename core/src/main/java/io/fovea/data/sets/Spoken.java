package io.fovea.data.sets;

import io.fovea.chat.ContentPart;
import io.fovea.chat.Message;
import io.fovea.data.Dialogue;
import io.fovea.data.Sample;
import io.fovea.geometry.Box;
import io.fovea.geometry.Region;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Exchanges as lines of text, and the places that they speak of. */
public final class Spoken {

    private Spoken() {}

    /** A turn as text; places as whole numbers of pixels, left, top, right, bottom. */
    public static String words(Message message) {
        StringBuilder words = new StringBuilder();
        for (ContentPart part : message.parts()) {
            boolean glued =
                    part instanceof ContentPart.Place
                            && !words.isEmpty()
                            && !Character.isWhitespace(words.charAt(words.length() - 1));
            words.append(glued ? " " : "").append(words(part));
        }
        return words.toString();
    }

    private static String words(ContentPart part) {
        return switch (part) {
            case ContentPart.Text(String text) -> text;
            case ContentPart.Picture ignored -> "";
            case ContentPart.Place place -> box(place.region());
            case ContentPart.Grounded(String phrase, List<Region> regions) ->
                    phrase
                            + regions.stream()
                                    .map(region -> " " + box(region))
                                    .collect(Collectors.joining());
        };
    }

    private static String box(Region region) {
        Box box = region.box();
        return String.format(
                Locale.ROOT,
                "[%d, %d, %d, %d]%s",
                Math.round(box.x1()),
                Math.round(box.y1()),
                Math.round(box.x2()),
                Math.round(box.y2()),
                region.mask() == null ? "" : "+mask");
    }

    /** The annotated things of a sample, and the places of its exchanges that are none of them. */
    public static List<Region> regions(Sample sample) {
        Set<Region> regions = new LinkedHashSet<>(sample.things());
        for (Dialogue dialogue : sample.dialogues()) {
            for (Message message : dialogue.messages()) {
                regions.addAll(places(message));
            }
        }
        return List.copyOf(regions);
    }

    private static List<Region> places(Message message) {
        List<Region> places = new ArrayList<>();
        for (ContentPart part : message.parts()) {
            switch (part) {
                case ContentPart.Place place -> places.add(place.region());
                case ContentPart.Grounded(String ignored, List<Region> regions) ->
                        places.addAll(regions);
                case ContentPart.Text ignored -> {}
                case ContentPart.Picture ignored -> {}
            }
        }
        return places;
    }
}
