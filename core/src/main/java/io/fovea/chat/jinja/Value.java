package io.fovea.chat.jinja;

import java.util.List;
import java.util.Map;

/** What a template works with: Python's values, as far as templates need them. */
sealed interface Value {

    record Text(String text) implements Value {}

    record Whole(long number) implements Value {}

    record Real(double number) implements Value {}

    enum Truth implements Value {
        TRUE,
        FALSE;

        static Truth of(boolean value) {
            return value ? TRUE : FALSE;
        }
    }

    enum None implements Value {
        NONE
    }

    /**
     * What is not there: empty text, false, an empty sequence; anything else that is done with it
     * is an error.
     *
     * @param problem what is missing, for that error
     */
    record Undefined(String problem) implements Value {

        JinjaError error() {
            return new JinjaError(problem);
        }
    }

    /** A list; the only value that can grow ({@code append}). */
    record Items(List<Value> elements) implements Value {}

    record Tuple(List<Value> elements) implements Value {}

    /** A dict in the order of its keys' coming. */
    record Dict(Map<Value, Value> entries) implements Value {}

    /**
     * Named fields: {@code loop}, or a namespace.
     *
     * @param open whether {@code set} may write fields: a namespace
     */
    record Fields(Map<String, Value> fields, boolean open) implements Value {}

    /** What can be called: a function, a method with its object, a macro. */
    record Function(String name, Body body) implements Value {}

    /** What a function does. */
    @FunctionalInterface
    interface Body {
        Value call(Arguments arguments);
    }
}
