package io.fovea.chat.jinja;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The functions that every template finds: Jinja's, and those that transformers adds. */
final class Functions {

    private static final long LONGEST_RANGE = 100_000;

    private Functions() {}

    static Map<String, Value> all(Supplier<LocalDateTime> clock) {
        Map<String, Value> all = new LinkedHashMap<>();
        put(all, "raise_exception", Functions::raise);
        put(all, "range", Functions::range);
        put(all, "dict", arguments -> new Value.Dict(entries("dict", arguments)));
        put(all, "namespace", Functions::namespace);
        put(
                all,
                "strftime_now",
                arguments ->
                        Values.text(
                                TimeFormat.of(
                                        clock.get(),
                                        arguments
                                                .bind("strftime_now", "format")
                                                .needText("format"))));
        return all;
    }

    private static void put(Map<String, Value> all, String name, Value.Body body) {
        all.put(name, new Value.Function(name, body));
    }

    private static Value raise(Arguments arguments) {
        Value message = arguments.bind("raise_exception", "message").need("message");
        throw new JinjaError("the template refuses this: " + PythonText.of(message));
    }

    private static Value range(Arguments arguments) {
        Arguments.Bound bound = arguments.bind("range", "first", "second", "third");
        boolean single = bound.get("second") == null;
        long start = single ? 0 : bound.whole("first", 0);
        bound.need("first");
        long stop = single ? bound.whole("first", 0) : bound.whole("second", 0);
        long step = bound.whole("third", 1);
        if (step == 0) {
            throw new JinjaError("the step of range is not zero");
        }
        List<Value> numbers = new ArrayList<>();
        for (long i = start; step > 0 ? i < stop : i > stop; i = Math.addExact(i, step)) {
            if (numbers.size() == LONGEST_RANGE) {
                throw new JinjaError("range gives at most " + LONGEST_RANGE + " numbers");
            }
            numbers.add(new Value.Whole(i));
        }
        return new Value.Items(numbers);
    }

    private static Value namespace(Arguments arguments) {
        Map<String, Value> fields = new LinkedHashMap<>();
        entries("namespace", arguments)
                .forEach((key, value) -> fields.put(PythonText.of(key), value));
        return new Value.Fields(fields, true);
    }

    /** What a dict and the named arguments say. */
    private static Map<Value, Value> entries(String function, Arguments arguments) {
        Map<Value, Value> entries = new LinkedHashMap<>();
        if (arguments.positional().size() > 1) {
            throw new JinjaError(function + " takes one dict and named values");
        }
        for (Value given : arguments.positional()) {
            if (given instanceof Value.Dict(Map<Value, Value> pairs)) {
                entries.putAll(pairs);
            } else {
                pairs(function, given, entries);
            }
        }
        arguments.named().forEach((name, value) -> entries.put(Values.text(name), value));
        return entries;
    }

    private static void pairs(String function, Value given, Map<Value, Value> entries) {
        for (Value pair : Values.needElements(given, function)) {
            List<Value> two = Values.needElements(pair, function);
            if (two.size() != 2) {
                throw new JinjaError(function + " expected pairs, got " + Values.kind(pair));
            }
            entries.put(two.getFirst(), two.getLast());
        }
    }
}
