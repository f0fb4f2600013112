package io.fovea.chat.jinja;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What {@code loop} says in the body of a loop. */
final class LoopFields {

    private LoopFields() {}

    static Value at(List<Value> elements, int index) {
        int count = elements.size();
        Map<String, Value> fields = new HashMap<>();
        fields.put("index", new Value.Whole(index + 1L));
        fields.put("index0", new Value.Whole(index));
        fields.put("revindex", new Value.Whole(count - (long) index));
        fields.put("revindex0", new Value.Whole(count - index - 1L));
        fields.put("first", Value.Truth.of(index == 0));
        fields.put("last", Value.Truth.of(index == count - 1));
        fields.put("length", new Value.Whole(count));
        fields.put(
                "previtem",
                index > 0
                        ? elements.get(index - 1)
                        : new Value.Undefined("there is no previous item"));
        fields.put(
                "nextitem",
                index < count - 1
                        ? elements.get(index + 1)
                        : new Value.Undefined("there is no next item"));
        fields.put("cycle", new Value.Function("cycle", arguments -> cycle(arguments, index)));
        return new Value.Fields(fields, false);
    }

    private static Value cycle(Arguments arguments, int index) {
        List<Value> choices = arguments.positional();
        if (choices.isEmpty()) {
            throw new JinjaError("cycle needs something to choose from");
        }
        return choices.get(index % choices.size());
    }
}
