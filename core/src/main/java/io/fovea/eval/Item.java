package io.fovea.eval;

import io.fovea.chat.PlaceInput;
import io.fovea.data.AnswerTags;
import io.fovea.geometry.Region;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;

/**
 * One thing asked, and the truth.
 *
 * @param id stable name: sample, number of the exchange, and how a place is told
 * @param scene index in its data set of the first sample that shows the same picture
 * @param kind as in {@link io.fovea.data.Dialogue}
 * @param tags of the exchange and the sample together
 * @param question its words; a told place is written {@code [place]}
 * @param expected the true answer's words
 * @param truth the true answer's places, labelled with the phrase they stand for in captions
 * @param told how the place in the question is told; null when there is none
 */
public record Item(
        String id,
        long scene,
        String kind,
        Map<String, String> tags,
        String question,
        String expected,
        List<Region> truth,
        @Nullable PlaceInput told) {

    public Item {
        tags = Map.copyOf(tags);
        truth = List.copyOf(truth);
    }

    /** How it is scored. */
    public Family family() {
        return Family.of(kind);
    }

    /** How it is measured, where its data set says more than its kind. */
    Measure measure() {
        return Measure.of(this);
    }

    /** All true answers in words. */
    List<String> answers() {
        List<String> several = AnswerTags.list(tags, AnswerTags.ANSWERS);
        return several.isEmpty() ? List.of(expected) : several;
    }

    /** The options of a choice in order; empty where there are none. */
    List<String> options() {
        return AnswerTags.list(tags, AnswerTags.OPTIONS);
    }

    /** What reports are split by. */
    String group() {
        return tags.getOrDefault(AnswerTags.GROUP, "all");
    }

    /** A tag, or {@code unknown} where the data set does not say. */
    String tag(String name) {
        return tags.getOrDefault(name, "unknown");
    }
}
