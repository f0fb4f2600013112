package io.fovea.data.sets;

import io.fovea.chat.ContentPart;
import io.fovea.chat.Message;
import io.fovea.data.AnswerTags;
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

    /** The same with several captions: the first is the answer, all are references. */
    static Dialogue caption(List<String> texts) {
        return words(
                "caption",
                "describe the picture",
                texts.getFirst(),
                AnswerTags.answers("captions", texts));
    }

    /** A number with no likeness to the ones beside it (SplitMix64, Steele et al. 2014). */
    static long mix(long z) {
        z += 0x9e3779b97f4a7c15L;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
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
