package io.fovea.chat.jinja;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The tests by name; called checks, to keep the word test for our own. */
final class Checks {

    private static final Map<String, Check> ALL = all();

    private Checks() {}

    private static Map<String, Check> all() {
        Map<String, Check> all = new HashMap<>();
        all.put("defined", (value, with) -> !(value instanceof Value.Undefined));
        all.put("undefined", (value, with) -> value instanceof Value.Undefined);
        all.put("none", (value, with) -> value == Value.None.NONE);
        all.put("string", (value, with) -> value instanceof Value.Text);
        all.put("mapping", (value, with) -> value instanceof Value.Dict);
        all.put("sequence", (value, with) -> Values.length(value) >= 0);
        all.put("iterable", (value, with) -> Values.elements(value) != null);
        all.put("number", (value, with) -> Numbers.asReal(value) != null);
        all.put("integer", (value, with) -> value instanceof Value.Whole);
        all.put("float", (value, with) -> value instanceof Value.Real);
        all.put("boolean", (value, with) -> value instanceof Value.Truth);
        all.put("true", (value, with) -> value == Value.Truth.TRUE);
        all.put("false", (value, with) -> value == Value.Truth.FALSE);
        all.put("callable", (value, with) -> value instanceof Value.Function);
        all.put("odd", (value, with) -> remainder(value, 2) == 1);
        all.put("even", (value, with) -> remainder(value, 2) == 0);
        all.put("divisibleby", (value, with) -> remainder(value, whole(with)) == 0);
        all.put("lower", (value, with) -> inCase(value, false));
        all.put("upper", (value, with) -> inCase(value, true));
        all.put("sameas", (value, with) -> same(value, other(with)));
        all.put("in", (value, with) -> Operators.contains(other(with), value));
        comparing(all, "==", "eq", "equalto", "==");
        comparing(all, "!=", "ne", "!=");
        comparing(all, "<", "lt", "lessthan", "<");
        comparing(all, "<=", "le", "<=");
        comparing(all, ">", "gt", "greaterthan", ">");
        comparing(all, ">=", "ge", ">=");
        return Map.copyOf(all);
    }

    private static void comparing(Map<String, Check> all, String operator, String... names) {
        List<String> every = Arrays.asList(names);
        every.forEach(
                name ->
                        all.put(
                                name,
                                (value, with) -> Operators.compared(operator, value, other(with))));
    }

    /**
     * A test.
     *
     * @throws JinjaError when there is none of that name
     */
    static Check named(String name) {
        Check check = ALL.get(name);
        if (check == null) {
            throw new JinjaError("there is no test '" + name + "'");
        }
        return check;
    }

    private static Value other(Arguments with) {
        return with.bind("this test", "other").need("other");
    }

    private static long whole(Arguments with) {
        return with.bind("this test", "num").whole("num", 1);
    }

    private static long remainder(Value value, long divisor) {
        Value rest = Operators.arithmetic("%", value, new Value.Whole(divisor));
        return rest instanceof Value.Whole(long number) ? number : -1;
    }

    private static boolean inCase(Value value, boolean upper) {
        String text = PythonText.of(value);
        String other = upper ? text.toUpperCase(Locale.ROOT) : text.toLowerCase(Locale.ROOT);
        boolean letters =
                text.codePoints()
                        .anyMatch(c -> Character.isUpperCase(c) || Character.isLowerCase(c));
        return letters && text.equals(other);
    }

    /** Identity; of texts and numbers, which have none here, equality within their kind. */
    private static boolean same(Value value, Value other) {
        return switch (value) {
            case Value.Text text -> text.equals(other);
            case Value.Whole number -> number.equals(other);
            case Value.Real number -> number.equals(other);
            default -> value == other;
        };
    }
}
