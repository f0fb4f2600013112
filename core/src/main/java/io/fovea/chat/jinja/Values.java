package io.fovea.chat.jinja;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What can be asked of any value. */
final class Values {

    private Values() {}

    static Value.Text text(String text) {
        return new Value.Text(text);
    }

    /**
     * Values of plain Java: String, Boolean, Integer, Long, Double, Float, List, Map with String
     * keys, null.
     *
     * @throws IllegalArgumentException naming any other class
     */
    static Value of(@Nullable Object plain) {
        return switch (plain) {
            case null -> Value.None.NONE;
            case Value value -> value;
            case String text -> new Value.Text(text);
            case Boolean truth -> Value.Truth.of(truth);
            case Integer number -> new Value.Whole(number);
            case Long number -> new Value.Whole(number);
            case Float number -> new Value.Real(number);
            case Double number -> new Value.Real(number);
            case List<?> list -> {
                List<Value> elements = new ArrayList<>();
                list.forEach(element -> elements.add(of(element)));
                yield new Value.Items(elements);
            }
            case Map<?, ?> map -> {
                Map<Value, Value> entries = new LinkedHashMap<>();
                map.forEach((key, value) -> entries.put(of(key), of(value)));
                yield new Value.Dict(entries);
            }
            default ->
                    throw new IllegalArgumentException(
                            "a template takes texts, numbers, truths, lists and maps, got "
                                    + plain.getClass().getName());
        };
    }

    /** Python's truth of a value. */
    static boolean isTrue(Value value) {
        return switch (value) {
            case Value.Text(String text) -> !text.isEmpty();
            case Value.Whole(long number) -> number != 0;
            case Value.Real(double number) -> number != 0;
            case Value.Truth truth -> truth == Value.Truth.TRUE;
            case Value.None ignored -> false;
            case Value.Undefined ignored -> false;
            case Value.Items(List<Value> elements) -> !elements.isEmpty();
            case Value.Tuple(List<Value> elements) -> !elements.isEmpty();
            case Value.Dict(Map<Value, Value> entries) -> !entries.isEmpty();
            case Value.Fields ignored -> true;
            case Value.Function ignored -> true;
        };
    }

    /** The elements of what can be looped over; null where a value has none. */
    static @Nullable List<Value> elements(Value value) {
        return switch (value) {
            case Value.Text(String text) ->
                    text.codePoints()
                            .<Value>mapToObj(c -> new Value.Text(Character.toString(c)))
                            .toList();
            case Value.Undefined ignored -> List.of();
            case Value.Items(List<Value> elements) -> elements;
            case Value.Tuple(List<Value> elements) -> elements;
            case Value.Dict(Map<Value, Value> entries) -> List.copyOf(entries.keySet());
            case Value.Whole ignored -> null;
            case Value.Real ignored -> null;
            case Value.Truth ignored -> null;
            case Value.None ignored -> null;
            case Value.Fields ignored -> null;
            case Value.Function ignored -> null;
        };
    }

    /**
     * The elements of a value.
     *
     * @param use what wants them, for the error
     * @throws JinjaError when the value has none
     */
    static List<Value> needElements(Value value, String use) {
        List<Value> elements = elements(value);
        if (elements == null) {
            throw new JinjaError(use + " expected a sequence, got " + kind(value));
        }
        return elements;
    }

    /** Words for errors. */
    static String kind(Value value) {
        return switch (value) {
            case Value.Text ignored -> "a string";
            case Value.Whole ignored -> "a whole number";
            case Value.Real ignored -> "a number";
            case Value.Truth ignored -> "a truth value";
            case Value.None ignored -> "none";
            case Value.Undefined(String problem) -> "nothing (" + problem + ")";
            case Value.Items ignored -> "a list";
            case Value.Tuple ignored -> "a tuple";
            case Value.Dict ignored -> "a dict";
            case Value.Fields ignored -> "a namespace";
            case Value.Function(String name, Value.Body ignored) -> "the function " + name;
        };
    }

    /** Length as {@code len} gives it; negative where a value has none. */
    static long length(Value value) {
        return switch (value) {
            case Value.Text(String text) -> Unicode.length(text);
            case Value.Undefined ignored -> 0;
            case Value.Items(List<Value> elements) -> elements.size();
            case Value.Tuple(List<Value> elements) -> elements.size();
            case Value.Dict(Map<Value, Value> entries) -> entries.size();
            case Value.Whole ignored -> -1;
            case Value.Real ignored -> -1;
            case Value.Truth ignored -> -1;
            case Value.None ignored -> -1;
            case Value.Fields ignored -> -1;
            case Value.Function ignored -> -1;
        };
    }

    /**
     * How many values a value holds, all levels together and itself included.
     *
     * @throws JinjaError when they are more than one value may hold
     */
    static long weight(Value value) {
        long weight = 1;
        switch (value) {
            case Value.Items(List<Value> elements) -> weight += weight(elements);
            case Value.Tuple(List<Value> elements) -> weight += weight(elements);
            case Value.Dict(Map<Value, Value> entries) -> weight += weight(entries.values());
            default -> {}
        }
        Budget.checkLength(weight);
        return weight;
    }

    private static long weight(Collection<Value> elements) {
        long weight = 0;
        for (Value element : elements) {
            weight += weight(element);
            Budget.checkLength(weight);
        }
        return weight;
    }
}
