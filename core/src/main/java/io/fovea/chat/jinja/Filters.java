package io.fovea.chat.jinja;

import java.util.HashMap;
import java.util.Map;

/** The filters by name. */
final class Filters {

    private static final Map<String, Filter> ALL = all();

    private Filters() {}

    private static Map<String, Filter> all() {
        Map<String, Filter> all = new HashMap<>(TextFilters.all());
        all.putAll(SequenceFilters.all());
        all.putAll(ValueFilters.all());
        return Map.copyOf(all);
    }

    /**
     * A filter.
     *
     * @throws JinjaError when there is none of that name
     */
    static Filter named(String name) {
        Filter filter = ALL.get(name);
        if (filter == null) {
            throw new JinjaError("there is no filter '" + name + "'");
        }
        return filter;
    }
}
