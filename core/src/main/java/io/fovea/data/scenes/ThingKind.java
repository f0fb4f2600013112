package io.fovea.data.scenes;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * A kind of thing that a person names with a common word.
 *
 * @param id stable name in the pack
 * @param name singular noun in lower case, "fire engine"
 * @param plural plural noun
 * @param article "a" or "an"
 * @param group animal, fruit, vehicle, ...
 * @param superlabel the word for the group where one exists, "fruit"
 * @param tintable whether a hue shift leaves it believable
 * @param colours colours that such a thing has as drawn
 */
public record ThingKind(
        String id,
        String name,
        String plural,
        String article,
        String group,
        @Nullable String superlabel,
        boolean tintable,
        List<String> colours) {

    public ThingKind {
        colours = List.copyOf(colours);
        if (!article.equals("a") && !article.equals("an")) {
            throw new IllegalArgumentException(
                    "kind " + id + ": the article is \"a\" or \"an\", got \"" + article + "\"");
        }
    }

    /** "an apple". */
    public String withArticle() {
        return article + " " + name;
    }

    /** Whether letters or a dial on it would be wrong in a mirror. */
    boolean mirrorable() {
        return !MIRROR_SENSITIVE.contains(id);
    }

    private static final List<String> MIRROR_SENSITIVE =
            List.of(
                    "clock",
                    "alarm-clock",
                    "alarm_clock",
                    "watch",
                    "calendar",
                    "newspaper",
                    "keyboard",
                    "calculator",
                    "stop-sign",
                    "stop_sign",
                    "sign",
                    "letter",
                    "dice",
                    "book",
                    "traffic-sign",
                    "typewriter");
}
