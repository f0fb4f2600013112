package io.fovea.data.sets;

import io.fovea.chat.ContentPart;
import io.fovea.chat.Message;
import io.fovea.data.Dialogue;
import io.fovea.geometry.Region;

import java.util.List;
import java.util.Map;

/** The exchanges that files leave to us to word, in the words that our own models know. */
final class Asked {

    /** What is answered where nothing fits. */
    static final String NONE = "none";

    private Asked() {}

    /** "find PHRASE" and its places; kind {@code name} for one and {@code all} for several. */
    static Dialogue find(String phrase, List<Region> regions) {
        List<ContentPart> answer =
                regions.stream().<ContentPart>map(ContentPart.Place::new).toList();
        return new Dialogue(
                regions.size() == 1 ? "name" : "all",
                List.of(
                        Message.user("find " + phrase),
                        new Message(Message.Role.ASSISTANT, answer)),
                regions,
                Map.of());
    }

    /** "find PHRASE" where nothing fits; kind {@code absent}. */
    static Dialogue absent(String phrase) {
        return words("absent", "find " + phrase, NONE);
    }

    /** "describe the picture"; kind {@code caption}. */
    static Dialogue caption(String text) {
        return words("caption", "describe the picture", text);
    }

    /** A question and its answer in words. */
    static Dialogue words(String kind, String question, String answer) {
        return words(kind, question, answer, Map.of());
    }

    /** As above, with what reports are to know. */
    static Dialogue words(String kind, String question, String answer, Map<String, String> tags) {
        return new Dialogue(
                kind, List.of(Message.user(question), Message.assistant(answer)), List.of(), tags);
    }
}
