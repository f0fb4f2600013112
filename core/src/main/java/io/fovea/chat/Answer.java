package io.fovea.chat;

import io.fovea.geometry.Region;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What the model said: words and places in the order they came.
 *
 * @param parts in order
 * @param usage token counts
 * @param finish why it stopped
 */
public record Answer(List<Part> parts, Usage usage, Finish finish) {

    public Answer {
        parts = List.copyOf(parts);
    }

    /** A piece of an answer. */
    public sealed interface Part {}

    /** Words. */
    public record Text(String text) implements Part {}

    /** A place on the original picture; its label is the phrase it stands for. */
    public record Located(Region region) implements Part {}

    /** Tokens of the prompt (image tokens included) and of the answer (one for each place). */
    public record Usage(int promptTokens, int answerTokens) {}

    /** Why generation ended. */
    public enum Finish {
        STOP,
        LENGTH,
        CANCELLED
    }

    /** The words alone, places left out. */
    public String text() {
        return parts.stream()
                .map(
                        part ->
                                switch (part) {
                                    case Text(String text) -> text;
                                    case Located ignored -> "";
                                })
                .collect(Collectors.joining())
                .strip();
    }

    /** The places alone, in order. */
    public List<Region> regions() {
        return parts.stream()
                .<Region>mapMulti(
                        (part, sink) -> {
                            if (part instanceof Located(Region region)) {
                                sink.accept(region);
                            }
                        })
                .toList();
    }
}
