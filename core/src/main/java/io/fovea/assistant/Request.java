package io.fovea.assistant;

import io.fovea.chat.ContentPart;
import io.fovea.chat.Conversation;
import io.fovea.chat.Message;
import io.fovea.geometry.Box;
import io.fovea.geometry.Canvas;
import io.fovea.geometry.Region;
import io.fovea.image.Image;
import io.fovea.model.PictureCount;

import java.util.ArrayList;
import java.util.List;

/**
 * A conversation that was found answerable.
 *
 * @param pictures in order; places are on the last one
 * @param words of the last turn
 */
record Request(Conversation conversation, List<Image> pictures, String words) {

    private static final Canvas NOTHING = new Canvas(1, 1);

    /**
     * What a model can be shown and asked.
     *
     * @param places whether it knows places
     * @param pictures how many it can see in one conversation
     */
    record Limits(boolean places, PictureCount pictures) {

        /**
         * The same where words alone will do: nothing is asked that only a picture can answer, so a
         * missing one is not a mistake.
         */
        Limits ofWords() {
            return new Limits(places, new PictureCount(0, pictures.most()));
        }
    }

    /**
     * Checks all that can be checked without the model.
     *
     * @param limits what the model can be shown and asked
     * @throws AssistantError naming the turn
     */
    static Request of(Conversation conversation, Limits limits) {
        List<Message> messages = conversation.messages();
        if (messages.isEmpty() || messages.getLast().role() != Message.Role.USER) {
            throw new AssistantError(
                    "a conversation ends with a turn of the user, got "
                            + (messages.isEmpty()
                                    ? "no turn"
                                    : "a turn of the " + messages.getLast().role()));
        }
        List<Image> pictures = new ArrayList<>();
        messages.forEach(
                message ->
                        message.parts()
                                .forEach(
                                        part -> {
                                            if (part instanceof ContentPart.Picture(Image image)) {
                                                pictures.add(image);
                                            }
                                        }));
        if (!limits.pictures().allows(pictures.size())) {
            throw new AssistantError(
                    "a conversation with this model is about "
                            + limits.pictures()
                            + ", got "
                            + pictures.size()
                            + "; pictures stand in the turns of the user");
        }
        Canvas canvas = pictures.isEmpty() ? NOTHING : pictures.getLast().canvas();
        for (int turn = 0; turn < messages.size(); turn++) {
            for (ContentPart part : messages.get(turn).parts()) {
                switch (part) {
                    case ContentPart.Place place ->
                            check(place.region(), canvas, turn, limits.places());
                    case ContentPart.Grounded(String ignored, List<Region> regions) -> {
                        for (Region region : regions) {
                            check(region, canvas, turn, limits.places());
                        }
                    }
                    case ContentPart.Text ignored -> {}
                    case ContentPart.Picture ignored -> {}
                }
            }
        }
        return new Request(conversation, pictures, words(messages.getLast()));
    }

    private static String words(Message last) {
        StringBuilder words = new StringBuilder();
        boolean asks = false;
        for (ContentPart part : last.parts()) {
            switch (part) {
                case ContentPart.Text(String text) -> words.append(text);
                case ContentPart.Grounded(String phrase, List<Region> ignored) ->
                        words.append(' ').append(phrase);
                case ContentPart.Place ignored -> asks = true;
                case ContentPart.Picture ignored -> {}
            }
        }
        if (!asks && words.toString().isBlank()) {
            throw new AssistantError("the question is empty; say what you want to know");
        }
        return words.toString();
    }

    private static void check(Region region, Canvas canvas, int turn, boolean places) {
        Box box = region.box();
        if (!places) {
            throw new AssistantError(
                    "turn "
                            + turn
                            + " holds a place, but this model knows no places (it has no perception"
                            + " head); ask in words, or take a model that was taught places");
        }
        if (!box.canvas().equals(canvas)) {
            throw new AssistantError(
                    "turn "
                            + turn
                            + " holds a place on a canvas of "
                            + box.canvas()
                            + ", but the picture is "
                            + canvas
                            + "; give places in pixels of the picture");
        }
        String edges = "[" + box.x1() + ", " + box.y1() + ", " + box.x2() + ", " + box.y2() + "]";
        if (!box.equals(box.clipped())) {
            throw new AssistantError(
                    "turn "
                            + turn
                            + " holds the box "
                            + edges
                            + " (x1, y1, x2, y2), which reaches"
                            + " outside the picture of "
                            + canvas
                            + "; keep x in 0.."
                            + canvas.width()
                            + " and y in 0.."
                            + canvas.height());
        }
        if (box.area() == 0) {
            throw new AssistantError(
                    "turn "
                            + turn
                            + " holds the box "
                            + edges
                            + " (x1, y1, x2, y2), which has no area");
        }
    }
}
