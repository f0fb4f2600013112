package io.fovea.chat.jinja;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The values of a call's arguments. */
record Arguments(List<Value> positional, Map<String, Value> named) {

    static final Arguments NONE = new Arguments(List.of(), Map.of());

    /**
     * Gives each argument its name.
     *
     * @param function for errors
     * @param names of the parameters in order
     * @throws JinjaError naming an argument too many, unknown, or given twice
     */
    Bound bind(String function, String... names) {
        if (positional.size() > names.length) {
            throw new JinjaError(
                    function
                            + " takes at most "
                            + names.length
                            + " arguments, got "
                            + positional.size());
        }
        Map<String, Value> values = new HashMap<>(named);
        for (String name : named.keySet()) {
            if (!Arrays.asList(names).contains(name)) {
                throw new JinjaError(
                        function
                                + " has no argument '"
                                + name
                                + "'; expected "
                                + String.join(", ", names));
            }
        }
        for (int i = 0; i < positional.size(); i++) {
            if (values.put(names[i], positional.get(i)) != null) {
                throw new JinjaError(function + " got its argument '" + names[i] + "' twice");
            }
        }
        return new Bound(function, values);
    }

    /** Without the first positional argument. */
    Arguments rest() {
        return new Arguments(positional.subList(1, positional.size()), named);
    }

    /** Arguments by name. */
    record Bound(String function, Map<String, Value> values) {

        @Nullable Value get(String name) {
            return values.get(name);
        }

        Value need(String name) {
            Value value = values.get(name);
            if (value == null) {
                throw new JinjaError(function + " needs its argument '" + name + "'");
            }
            return value;
        }

        /** A text; null when absent or none. */
        @Nullable String text(String name) {
            Value value = values.get(name);
            if (value == null || value == Value.None.NONE) {
                return null;
            }
            if (value instanceof Value.Text(String text)) {
                return text;
            }
            throw wrong(name, "a string", value);
        }

        String needText(String name) {
            need(name);
            String text = text(name);
            if (text == null) {
                throw wrong(name, "a string", Value.None.NONE);
            }
            return text;
        }

        long whole(String name, long otherwise) {
            Value value = values.get(name);
            if (value == null) {
                return otherwise;
            }
            if (value instanceof Value.Truth truth) {
                return truth == Value.Truth.TRUE ? 1 : 0;
            }
            if (value instanceof Value.Whole(long number)) {
                return number;
            }
            throw wrong(name, "a whole number", value);
        }

        boolean truth(String name) {
            Value value = values.get(name);
            return value != null && Values.isTrue(value);
        }

        private JinjaError wrong(String name, String expected, Value got) {
            return new JinjaError(
                    function
                            + " expected "
                            + expected
                            + " as '"
                            + name
                            + "', got "
                            + Values.kind(got));
        }
    }
}
