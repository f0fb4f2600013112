package io.fovea.verify;

import com.fasterxml.jackson.databind.JsonNode;

import io.fovea.chat.ContentPart;
import io.fovea.chat.Conversation;
import io.fovea.chat.Message;
import io.fovea.image.Image;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;

/**
 * What a case was asked.
 *
 * @param conversation null where the prompt is plain text
 * @param prompt as the reference rendered it; null where the case has ids only
 * @param images names of the pictures, in order
 * @param ids where there is no prompt
 */
record CaseInput(
        @Nullable Conversation conversation,
        @Nullable String prompt,
        List<String> images,
        int[] ids) {

    /**
     * Reads a case.
     *
     * @throws IllegalArgumentException when it says something that is not understood
     */
    static CaseInput read(String name, JsonNode json, Expectations expectations) {
        List<String> names = new ArrayList<>();
        json.path("images").forEach(picture -> names.add(picture.asText()));
        Iterator<Image> pictures = names.stream().map(expectations::decoded).iterator();
        Conversation conversation = null;
        if (json.hasNonNull("conversation")) {
            List<Message> messages = new ArrayList<>();
            json.get("conversation").forEach(turn -> messages.add(message(turn, pictures)));
            conversation = new Conversation(messages);
        } else if (json.hasNonNull("question")) {
            List<ContentPart> parts = new ArrayList<>();
            pictures.forEachRemaining(image -> parts.add(new ContentPart.Picture(image)));
            parts.add(new ContentPart.Text(json.get("question").asText()));
            conversation = new Conversation(List.of(new Message(Message.Role.USER, parts)));
        }
        if (pictures.hasNext()) {
            throw new IllegalArgumentException(
                    "the case names " + names.size() + " pictures and does not show them all");
        }
        boolean worded = json.hasNonNull("prompt");
        return new CaseInput(
                conversation,
                worded ? json.get("prompt").asText() : null,
                names,
                worded ? new int[0] : ids(name, expectations));
    }

    private static int[] ids(String name, Expectations expectations) {
        String tensor = name + ".input_ids";
        if (!expectations.has(tensor)) {
            throw new IllegalArgumentException("the case has neither a prompt nor " + tensor);
        }
        return Arrays.stream(expectations.values(tensor).numbers())
                .mapToInt(d -> (int) d)
                .toArray();
    }

    private static Image next(Iterator<Image> pictures) {
        if (!pictures.hasNext()) {
            throw new IllegalArgumentException(
                    "the conversation shows more pictures than the case names");
        }
        return pictures.next();
    }

    private static Message message(JsonNode turn, Iterator<Image> pictures) {
        Message.Role role =
                Message.Role.valueOf(turn.path("role").asText().toUpperCase(Locale.ROOT));
        JsonNode content = turn.path("content");
        List<ContentPart> parts = new ArrayList<>();
        if (content.isTextual()) {
            parts.add(new ContentPart.Text(content.asText()));
        }
        for (JsonNode part : content.isArray() ? content : List.<JsonNode>of()) {
            parts.add(
                    switch (part.path("type").asText()) {
                        case "image" -> new ContentPart.Picture(next(pictures));
                        case "text" -> new ContentPart.Text(part.path("text").asText());
                        default ->
                                throw new IllegalArgumentException(
                                        "a part of a turn is an image or a text, got " + part);
                    });
        }
        return new Message(role, parts);
    }
}
