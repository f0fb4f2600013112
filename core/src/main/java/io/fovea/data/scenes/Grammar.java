package io.fovea.data.scenes;

import java.util.List;

/** Number words, articles and lists. */
final class Grammar {

    private static final List<String> NUMBERS =
            List.of("zero", "one", "two", "three", "four", "five");
    static final List<String> ORDINALS = List.of("first", "second", "third");

    private Grammar() {}

    /** "zero" to "five". */
    static String number(int count) {
        return NUMBERS.get(count);
    }

    static List<String> numbers() {
        return NUMBERS;
    }

    /** "an orange car", "a red apple". */
    static String withArticle(SceneColour colour, ThingKind kind) {
        return (colour == SceneColour.ORANGE ? "an " : "a ") + colour.word() + " " + kind.name();
    }

    /** "an apple" or "two apples". */
    static String counted(ThingKind kind, int count) {
        return count == 1 ? kind.withArticle() : number(count) + " " + kind.plural();
    }

    /**
     * What stands before item {@code index} of a list of {@code size}: nothing, a comma or "and".
     */
    static String joint(int index, int size) {
        return index == 0 ? "" : index == size - 1 ? " and " : ", ";
    }
}
