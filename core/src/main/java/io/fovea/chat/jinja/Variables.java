package io.fovea.chat.jinja;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.Map;

/** The names that can be seen at a point of a template: those set here, then those around. */
final class Variables {

    private final @Nullable Variables around;
    private final Map<String, Value> here;

    private Variables(@Nullable Variables around, Map<String, Value> here) {
        this.around = around;
        this.here = here;
    }

    static Variables of(Map<String, Value> global) {
        return new Variables(null, new HashMap<>(global));
    }

    /** A room inside: what is set there ends with it. */
    Variables inside() {
        return new Variables(this, new HashMap<>());
    }

    void set(String name, Value value) {
        here.put(name, value);
    }

    Value get(String name) {
        for (Variables room = this; room != null; room = room.around) {
            Value value = room.here.get(name);
            if (value != null) {
                return value;
            }
        }
        return new Value.Undefined("'" + name + "' is undefined");
    }
}
