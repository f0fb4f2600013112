package io.fovea.chat.jinja;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What belongs to a value: {@code value.name}, {@code value[key]}, {@code value[from:to:step]}. */
final class Members {

    private Members() {}

    /** A method, a field, else what a dict holds under the name. */
    static Value attribute(Value of, String name) {
        Value method = method(of, name);
        if (method != null) {
            return method;
        }
        return switch (of) {
            case Value.Undefined missing -> throw missing.error();
            case Value.Dict(Map<Value, Value> entries) ->
                    found(entries.get(new Value.Text(name)), of, name);
            case Value.Fields(Map<String, Value> fields, boolean ignored) ->
                    found(fields.get(name), of, name);
            default -> found(null, of, name);
        };
    }

    /** What stands under a key or position, else a method or field of that name. */
    static Value item(Value of, Value key) {
        Long position = Numbers.asWhole(key);
        Value value =
                switch (of) {
                    case Value.Undefined missing -> throw missing.error();
                    case Value.Dict(Map<Value, Value> entries) -> entries.get(key);
                    case Value.Text(String text) when position != null -> at(text, position);
                    case Value.Items(List<Value> elements) when position != null ->
                            at(elements, position);
                    case Value.Tuple(List<Value> elements) when position != null ->
                            at(elements, position);
                    default -> null;
                };
        if (value != null) {
            return value;
        }
        return key instanceof Value.Text(String name)
                ? attribute(of, name)
                : found(null, of, PythonText.repr(key));
    }

    private static Value found(@Nullable Value value, Value of, String name) {
        return value != null
                ? value
                : new Value.Undefined(Values.kind(of) + " has no '" + name + "'");
    }

    private static @Nullable Value method(Value of, String name) {
        Value.Body body =
                switch (of) {
                    case Value.Text(String text) -> TextMethods.named(text, name);
                    case Value.Dict(Map<Value, Value> entries) ->
                            CollectionMethods.ofDict(entries, name);
                    case Value.Items(List<Value> elements) ->
                            CollectionMethods.ofList(elements, name);
                    default -> null;
                };
        return body == null ? null : new Value.Function(name, body);
    }

    private static @Nullable Value at(List<Value> elements, long position) {
        long index = position < 0 ? position + elements.size() : position;
        return index < 0 || index >= elements.size() ? null : elements.get((int) index);
    }

    private static @Nullable Value at(String text, long position) {
        int length = Unicode.length(text);
        long index = position < 0 ? position + length : position;
        if (index < 0 || index >= length) {
            return null;
        }
        int offset = text.offsetByCodePoints(0, (int) index);
        return new Value.Text(Character.toString(text.codePointAt(offset)));
    }

    /** Python's slice; the bounds may be none. */
    static Value slice(Value of, Value from, Value to, Value step) {
        List<Value> elements = Values.elements(of);
        if (of instanceof Value.Undefined missing) {
            throw missing.error();
        }
        if (elements == null || of instanceof Value.Dict) {
            throw new JinjaError("a slice is cut from a sequence, got " + Values.kind(of));
        }
        List<Value> cut = new ArrayList<>();
        int size = elements.size();
        long stride = bound(step, 1);
        if (stride == 0) {
            throw new JinjaError("the step of a slice is not zero");
        }
        if (stride > 0) {
            long end = Math.clamp(absolute(bound(to, size), size), 0, size);
            long start = Math.clamp(absolute(bound(from, 0), size), 0, size);
            for (long i = start; i < end; i += Math.min(stride, size)) {
                cut.add(elements.get((int) i));
            }
        } else {
            long start = Math.clamp(absolute(bound(from, size - 1L), size), -1, size - 1L);
            long end = to == Value.None.NONE ? -1 : Math.max(absolute(bound(to, 0), size), -1);
            for (long i = start; i > end; i += Math.max(stride, -size)) {
                cut.add(elements.get((int) i));
            }
        }
        return switch (of) {
            case Value.Text ignored -> {
                StringBuilder text = new StringBuilder();
                cut.forEach(character -> text.append(PythonText.of(character)));
                yield new Value.Text(text.toString());
            }
            case Value.Tuple ignored -> new Value.Tuple(cut);
            default -> new Value.Items(cut);
        };
    }

    private static long absolute(long position, int size) {
        return position < 0 ? position + size : position;
    }

    private static long bound(Value value, long otherwise) {
        if (value == Value.None.NONE) {
            return otherwise;
        }
        Long number = Numbers.asWhole(value);
        if (number == null) {
            throw new JinjaError(
                    "the bounds of a slice are whole numbers, got " + Values.kind(value));
        }
        return Math.clamp(number, -Budget.LONGEST_TEXT * 2L, Budget.LONGEST_TEXT * 2L);
    }
}
