package io.fovea.chat.jinja;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Operators between values. */
final class Operators {

    private Operators() {}

    /** {@code + - * / // % **}, of numbers, texts and lists. */
    static Value arithmetic(String operator, Value left, Value right) {
        undefinedIsAnError(left, right);
        Value number = Numbers.arithmetic(operator, left, right);
        if (number != null) {
            return number;
        }
        if (operator.equals("+")) {
            return added(left, right);
        }
        if (operator.equals("*")) {
            Long times = Numbers.asWhole(right);
            if (times != null) {
                return repeated(left, times);
            }
            times = Numbers.asWhole(left);
            if (times != null) {
                return repeated(right, times);
            }
        }
        throw refused(operator, left, right);
    }

    private static Value added(Value left, Value right) {
        if (left instanceof Value.Text(String a) && right instanceof Value.Text(String b)) {
            return new Value.Text(a + b);
        }
        if (left instanceof Value.Items(List<Value> a)
                && right instanceof Value.Items(List<Value> b)) {
            return new Value.Items(both(a, b));
        }
        if (left instanceof Value.Tuple(List<Value> a)
                && right instanceof Value.Tuple(List<Value> b)) {
            return new Value.Tuple(both(a, b));
        }
        throw refused("+", left, right);
    }

    private static List<Value> both(List<Value> a, List<Value> b) {
        Budget.checkLength((long) a.size() + b.size());
        List<Value> all = new ArrayList<>(a);
        all.addAll(b);
        return all;
    }

    private static Value repeated(Value value, long times) {
        int count = (int) Math.clamp(times, 0, Budget.LONGEST_TEXT + 1L);
        Budget.checkLength(count * Math.max(1L, Values.length(value)));
        if (value instanceof Value.Text(String text)) {
            return new Value.Text(text.repeat(count));
        }
        List<Value> elements = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            elements.addAll(Values.needElements(value, "'*'"));
        }
        return value instanceof Value.Tuple ? new Value.Tuple(elements) : new Value.Items(elements);
    }

    static Value signed(boolean minus, Value value) {
        undefinedIsAnError(value, value);
        Value zero = new Value.Whole(0);
        Value result =
                minus && value instanceof Value.Real(double number)
                        ? new Value.Real(-number)
                        : Numbers.arithmetic(minus ? "-" : "+", zero, value);
        if (result == null) {
            throw new JinjaError("a sign stands before a number, got " + Values.kind(value));
        }
        return result;
    }

    /** One of {@code == != < <= > >= in}, {@code not in}. */
    static boolean compared(String operator, Value left, Value right) {
        return switch (operator) {
            case "==" -> equal(left, right);
            case "!=" -> !equal(left, right);
            case "in" -> contains(right, left);
            case "not in" -> !contains(right, left);
            case "<" -> order(operator, left, right) < 0;
            case "<=" -> order(operator, left, right) <= 0;
            case ">" -> order(operator, left, right) > 0;
            default -> order(operator, left, right) >= 0;
        };
    }

    static boolean equal(Value left, Value right) {
        Double a = Numbers.asReal(left);
        Double b = Numbers.asReal(right);
        if (a != null && b != null) {
            Long i = Numbers.asWhole(left);
            Long j = Numbers.asWhole(right);
            return i != null && j != null ? i.equals(j) : a.doubleValue() == b;
        }
        if (left instanceof Value.Undefined && right instanceof Value.Undefined) {
            return true;
        }
        if (left instanceof Value.Items(List<Value> x)
                && right instanceof Value.Items(List<Value> y)) {
            return allEqual(x, y);
        }
        if (left instanceof Value.Tuple(List<Value> x)
                && right instanceof Value.Tuple(List<Value> y)) {
            return allEqual(x, y);
        }
        if (left instanceof Value.Dict(Map<Value, Value> x)
                && right instanceof Value.Dict(Map<Value, Value> y)) {
            return x.size() == y.size()
                    && x.entrySet().stream()
                            .allMatch(
                                    entry -> {
                                        Value other = y.get(entry.getKey());
                                        return other != null && equal(entry.getValue(), other);
                                    });
        }
        return left.equals(right);
    }

    private static boolean allEqual(List<Value> a, List<Value> b) {
        if (a.size() != b.size()) {
            return false;
        }
        for (int i = 0; i < a.size(); i++) {
            if (!equal(a.get(i), b.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** Whether a sequence, dict or text holds a value. */
    static boolean contains(Value whole, Value part) {
        return switch (whole) {
            case Value.Text(String text) -> {
                if (part instanceof Value.Text(String other)) {
                    yield text.contains(other);
                }
                throw refused("in", part, whole);
            }
            case Value.Dict(var entries) -> entries.containsKey(part);
            default -> {
                List<Value> elements = Values.elements(whole);
                if (elements == null) {
                    throw refused("in", part, whole);
                }
                yield elements.stream().anyMatch(element -> equal(element, part));
            }
        };
    }

    /** Negative, zero or positive, as {@code left} comes before, with or after {@code right}. */
    static int order(String operator, Value left, Value right) {
        undefinedIsAnError(left, right);
        Double a = Numbers.asReal(left);
        Double b = Numbers.asReal(right);
        if (a != null && b != null) {
            return Double.compare(a, b);
        }
        if (left instanceof Value.Text(String x) && right instanceof Value.Text(String y)) {
            return Unicode.compare(x, y);
        }
        boolean sameKind =
                left instanceof Value.Items && right instanceof Value.Items
                        || left instanceof Value.Tuple && right instanceof Value.Tuple;
        if (!sameKind) {
            throw refused(operator, left, right);
        }
        List<Value> x = Values.needElements(left, operator);
        List<Value> y = Values.needElements(right, operator);
        for (int i = 0; i < Math.min(x.size(), y.size()); i++) {
            if (!equal(x.get(i), y.get(i))) {
                return order(operator, x.get(i), y.get(i));
            }
        }
        return Integer.compare(x.size(), y.size());
    }

    private static void undefinedIsAnError(Value left, Value right) {
        if (left instanceof Value.Undefined missing) {
            throw missing.error();
        }
        if (right instanceof Value.Undefined missing) {
            throw missing.error();
        }
    }

    private static JinjaError refused(String operator, Value left, Value right) {
        return new JinjaError(
                "'"
                        + operator
                        + "' does not work between "
                        + Values.kind(left)
                        + " and "
                        + Values.kind(right));
    }
}
