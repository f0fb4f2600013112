package io.fovea.chat.jinja;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;

/** Filters of sequences. Where Jinja gives a generator, these give a list. */
final class SequenceFilters {

    private SequenceFilters() {}

    static Map<String, Filter> all() {
        return Map.ofEntries(
                Map.entry("first", (in, with) -> first(Values.needElements(in, "first"))),
                Map.entry("last", (in, with) -> last(Values.needElements(in, "last"))),
                Map.entry("list", (in, with) -> list(Values.needElements(in, "list"))),
                Map.entry("reverse", (in, with) -> reverse(in)),
                Map.entry("sort", SequenceFilters::sort),
                Map.entry("unique", SequenceFilters::unique),
                Map.entry("min", (in, with) -> extreme("min", in, with)),
                Map.entry("max", (in, with) -> extreme("max", in, with)),
                Map.entry("sum", SequenceFilters::sum),
                Map.entry("map", SequenceFilters::map),
                Map.entry("select", (in, with) -> select(in, with, true)),
                Map.entry("reject", (in, with) -> select(in, with, false)),
                Map.entry("selectattr", (in, with) -> selectAttribute(in, with, true)),
                Map.entry("rejectattr", (in, with) -> selectAttribute(in, with, false)));
    }

    private static Value first(List<Value> elements) {
        return elements.isEmpty()
                ? new Value.Undefined("an empty sequence has no first element")
                : elements.getFirst();
    }

    private static Value last(List<Value> elements) {
        return elements.isEmpty()
                ? new Value.Undefined("an empty sequence has no last element")
                : elements.getLast();
    }

    private static Value list(List<Value> elements) {
        return new Value.Items(new ArrayList<>(elements));
    }

    private static Value reverse(Value in) {
        if (in instanceof Value.Text(String text)) {
            StringBuilder out = new StringBuilder();
            int[] characters = text.codePoints().toArray();
            for (int i = characters.length - 1; i >= 0; i--) {
                out.appendCodePoint(characters[i]);
            }
            return Values.text(out.toString());
        }
        List<Value> elements = new ArrayList<>(Values.needElements(in, "reverse"));
        Collections.reverse(elements);
        return new Value.Items(elements);
    }

    private static Value sort(Value in, Arguments with) {
        Arguments.Bound bound = with.bind("sort", "reverse", "case_sensitive", "attribute");
        Comparator<Value> order = order(bound);
        List<Value> elements = new ArrayList<>(Values.needElements(in, "sort"));
        elements.sort(bound.truth("reverse") ? order.reversed() : order);
        return new Value.Items(elements);
    }

    private static Comparator<Value> order(Arguments.Bound bound) {
        Value attribute = bound.get("attribute");
        boolean exact = bound.truth("case_sensitive");
        return (a, b) ->
                Operators.order(
                        "<",
                        folded(Attributes.of(a, attribute), exact),
                        folded(Attributes.of(b, attribute), exact));
    }

    private static Value folded(Value value, boolean exact) {
        return !exact && value instanceof Value.Text(String text)
                ? new Value.Text(text.toLowerCase(Locale.ROOT))
                : value;
    }

    private static Value unique(Value in, Arguments with) {
        Arguments.Bound bound = with.bind("unique", "case_sensitive", "attribute");
        boolean exact = bound.truth("case_sensitive");
        List<Value> seen = new ArrayList<>();
        List<Value> kept = new ArrayList<>();
        for (Value element : Values.needElements(in, "unique")) {
            Value key = folded(Attributes.of(element, bound.get("attribute")), exact);
            if (seen.stream().noneMatch(other -> Operators.equal(other, key))) {
                Budget.checkLength((long) seen.size() * seen.size());
                seen.add(key);
                kept.add(element);
            }
        }
        return new Value.Items(kept);
    }

    private static Value extreme(String name, Value in, Arguments with) {
        Comparator<Value> order = order(with.bind(name, "case_sensitive", "attribute"));
        Value best = null;
        for (Value element : Values.needElements(in, name)) {
            int sign = best == null ? 0 : order.compare(element, best);
            if (best == null || (name.equals("min") ? sign < 0 : sign > 0)) {
                best = element;
            }
        }
        return best == null ? new Value.Undefined("an empty sequence has no " + name) : best;
    }

    private static Value sum(Value in, Arguments with) {
        Arguments.Bound bound = with.bind("sum", "attribute", "start");
        Value start = bound.get("start");
        Value total = start == null ? new Value.Whole(0) : start;
        for (Value element : Values.needElements(in, "sum")) {
            total =
                    Operators.arithmetic(
                            "+", total, Attributes.of(element, bound.get("attribute")));
        }
        return total;
    }

    private static Value map(Value in, Arguments with) {
        List<Value> mapped = new ArrayList<>();
        if (with.positional().isEmpty()) {
            Arguments.Bound bound = with.bind("map", "attribute", "default");
            Value attribute = bound.need("attribute");
            Value otherwise = bound.get("default");
            for (Value element : Values.needElements(in, "map")) {
                Value value = Attributes.of(element, attribute);
                boolean absent = value instanceof Value.Undefined && otherwise != null;
                mapped.add(absent ? otherwise : value);
            }
        } else {
            Filter filter = Filters.named(PythonText.of(with.positional().getFirst()));
            for (Value element : Values.needElements(in, "map")) {
                mapped.add(filter.apply(element, with.rest()));
            }
        }
        return new Value.Items(mapped);
    }

    private static Value select(Value in, Arguments with, boolean kept) {
        return filtered(in, null, with, kept);
    }

    private static Value selectAttribute(Value in, Arguments with, boolean kept) {
        if (with.positional().isEmpty()) {
            throw new JinjaError("selectattr and rejectattr need the name of an attribute");
        }
        return filtered(in, with.positional().getFirst(), with.rest(), kept);
    }

    private static Value filtered(
            Value in, @Nullable Value attribute, Arguments test, boolean kept) {
        Predicate<Value> holds = holds(test);
        List<Value> left = new ArrayList<>();
        for (Value element : Values.needElements(in, "select")) {
            if (holds.test(Attributes.of(element, attribute)) == kept) {
                left.add(element);
            }
        }
        return new Value.Items(left);
    }

    private static Predicate<Value> holds(Arguments test) {
        if (test.positional().isEmpty()) {
            return Values::isTrue;
        }
        Check check = Checks.named(PythonText.of(test.positional().getFirst()));
        Arguments with = test.rest();
        return value -> check.holds(value, with);
    }
}
