package io.fovea.chat.jinja;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Methods of Python's {@code dict} and {@code list}. */
final class CollectionMethods {

    private CollectionMethods() {}

    /** A method of a dict; null where dicts have none of that name. */
    static Value.@Nullable Body ofDict(Map<Value, Value> entries, String name) {
        return switch (name) {
            case "items" -> arguments -> items(entries);
            case "keys" -> arguments -> new Value.Items(new ArrayList<>(entries.keySet()));
            case "values" -> arguments -> new Value.Items(new ArrayList<>(entries.values()));
            case "get" ->
                    arguments -> {
                        Arguments.Bound bound = arguments.bind("get", "key", "default");
                        Value found = entries.get(bound.need("key"));
                        Value otherwise = bound.get("default");
                        return found != null
                                ? found
                                : otherwise != null ? otherwise : Value.None.NONE;
                    };
            default -> null;
        };
    }

    /** Pairs of key and value. */
    static Value items(Map<Value, Value> entries) {
        List<Value> pairs = new ArrayList<>();
        entries.forEach((key, value) -> pairs.add(new Value.Tuple(List.of(key, value))));
        return new Value.Items(pairs);
    }

    /** A method of a list; null where lists have none of that name. */
    static Value.@Nullable Body ofList(List<Value> elements, String name) {
        return switch (name) {
            case "append" ->
                    arguments -> {
                        Budget.checkLength(elements.size() + 1L);
                        elements.add(arguments.bind("append", "element").need("element"));
                        return Value.None.NONE;
                    };
            case "index" ->
                    arguments -> {
                        Value wanted = arguments.bind("index", "element").need("element");
                        for (int i = 0; i < elements.size(); i++) {
                            if (Operators.equal(elements.get(i), wanted)) {
                                return new Value.Whole(i);
                            }
                        }
                        throw new JinjaError(PythonText.repr(wanted) + " is not in the list");
                    };
            case "count" ->
                    arguments -> {
                        Value wanted = arguments.bind("count", "element").need("element");
                        return new Value.Whole(
                                elements.stream()
                                        .filter(element -> Operators.equal(element, wanted))
                                        .count());
                    };
            default -> null;
        };
    }
}
