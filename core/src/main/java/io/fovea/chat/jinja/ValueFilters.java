package io.fovea.chat.jinja;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Filters of numbers, dicts and whatever else. */
final class ValueFilters {

    private ValueFilters() {}

    static Map<String, Filter> all() {
        return Map.ofEntries(
                Map.entry("length", (in, with) -> length(in)),
                Map.entry("count", (in, with) -> length(in)),
                Map.entry("default", ValueFilters::otherwise),
                Map.entry("d", ValueFilters::otherwise),
                Map.entry("int", ValueFilters::whole),
                Map.entry("float", ValueFilters::real),
                Map.entry("abs", (in, with) -> abs(in)),
                Map.entry("round", ValueFilters::round),
                Map.entry("items", (in, with) -> items(in)),
                Map.entry("dictsort", (in, with) -> dictsort(in)),
                Map.entry("tojson", ValueFilters::json));
    }

    private static Value length(Value in) {
        long length = Values.length(in);
        if (length < 0) {
            throw new JinjaError("length expected a sequence, got " + Values.kind(in));
        }
        return new Value.Whole(length);
    }

    private static Value otherwise(Value in, Arguments with) {
        Arguments.Bound bound = with.bind("default", "default_value", "boolean");
        boolean absent =
                in instanceof Value.Undefined || bound.truth("boolean") && !Values.isTrue(in);
        Value other = bound.get("default_value");
        return !absent ? in : other == null ? Values.text("") : other;
    }

    private static Value whole(Value in, Arguments with) {
        Arguments.Bound bound = with.bind("int", "default", "base");
        Value other = bound.get("default");
        Value otherwise = other == null ? new Value.Whole(0) : other;
        return switch (in) {
            case Value.Whole number -> number;
            case Value.Truth truth -> new Value.Whole(truth == Value.Truth.TRUE ? 1 : 0);
            case Value.Real(double number) ->
                    Double.isFinite(number) ? new Value.Whole((long) number) : otherwise;
            case Value.Text(String text) ->
                    parsed(text.strip(), (int) bound.whole("base", 10), otherwise);
            default -> otherwise;
        };
    }

    private static Value parsed(String text, int base, Value otherwise) {
        String digits = text.replaceAll("(?<=\\w)_(?=\\w)", "");
        boolean prefixed =
                base == 16 && digits.matches("[+-]?0[xX].*")
                        || base == 8 && digits.matches("[+-]?0[oO].*")
                        || base == 2 && digits.matches("[+-]?0[bB].*");
        try {
            String bare = prefixed ? digits.replaceFirst("0[xXoObB]", "") : digits;
            return new Value.Whole(Long.parseLong(bare, base));
        } catch (NumberFormatException e) {
            Value real = parsedReal(digits, otherwise);
            return real instanceof Value.Real(double number) && Double.isFinite(number)
                    ? new Value.Whole((long) number)
                    : otherwise;
        }
    }

    private static Value real(Value in, Arguments with) {
        Value other = with.bind("float", "default").get("default");
        Value otherwise = other == null ? new Value.Real(0) : other;
        Double number = Numbers.asReal(in);
        if (number != null) {
            return new Value.Real(number);
        }
        return in instanceof Value.Text(String text)
                ? parsedReal(text.strip(), otherwise)
                : otherwise;
    }

    private static Value parsedReal(String text, Value otherwise) {
        boolean decimal = text.matches("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");
        return decimal ? new Value.Real(Double.parseDouble(text)) : otherwise;
    }

    private static Value abs(Value in) {
        return Operators.compared("<", in, new Value.Whole(0)) ? Operators.signed(true, in) : in;
    }

    private static Value round(Value in, Arguments with) {
        Arguments.Bound bound = with.bind("round", "precision", "method");
        Double number = Numbers.asReal(in);
        if (number == null) {
            throw new JinjaError("round expected a number, got " + Values.kind(in));
        }
        String method = bound.text("method");
        RoundingMode mode =
                switch (method == null ? "common" : method) {
                    case "common" -> RoundingMode.HALF_EVEN;
                    case "ceil" -> RoundingMode.CEILING;
                    case "floor" -> RoundingMode.FLOOR;
                    default -> throw new JinjaError("round knows common, ceil and floor");
                };
        int places = Math.clamp(bound.whole("precision", 0), -30, 30);
        if (!Double.isFinite(number)) {
            return in;
        }
        return new Value.Real(new BigDecimal(number).setScale(places, mode).doubleValue());
    }

    private static Value items(Value in) {
        return switch (in) {
            case Value.Dict(Map<Value, Value> entries) -> CollectionMethods.items(entries);
            case Value.Undefined ignored -> new Value.Items(new ArrayList<>());
            default -> throw new JinjaError("items expected a dict, got " + Values.kind(in));
        };
    }

    private static Value dictsort(Value in) {
        List<Value> keys = new ArrayList<>(Values.needElements(in, "dictsort"));
        Filter sort = Filters.named("sort");
        List<Value> sorted =
                Values.needElements(sort.apply(new Value.Items(keys), Arguments.NONE), "dictsort");
        List<Value> pairs = new ArrayList<>();
        sorted.forEach(key -> pairs.add(new Value.Tuple(List.of(key, Members.item(in, key)))));
        return new Value.Items(pairs);
    }

    private static Value json(Value in, Arguments with) {
        Arguments.Bound bound =
                with.bind("tojson", "ensure_ascii", "indent", "separators", "sort_keys");
        Value indent = bound.get("indent");
        String margin =
                switch (indent) {
                    case null -> null;
                    case Value.None ignored -> null;
                    case Value.Text(String text) -> text;
                    default -> " ".repeat(Math.clamp(bound.whole("indent", 0), 0, 100));
                };
        Value separators = bound.get("separators");
        String between = margin == null ? ", " : ",";
        String colon = ": ";
        if (separators != null && separators != Value.None.NONE) {
            List<Value> pair = Values.needElements(separators, "separators");
            if (pair.size() != 2) {
                throw new JinjaError("separators expected two strings, got " + pair.size());
            }
            between = PythonText.of(pair.getFirst());
            colon = PythonText.of(pair.getLast());
        }
        boolean ascii = bound.truth("ensure_ascii");
        return Values.text(
                new JsonOutput(ascii, margin, between, colon, bound.truth("sort_keys")).of(in));
    }
}
