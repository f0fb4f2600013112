package io.fovea.chat.jinja;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/** Values as Python writes them: {@code str} and {@code repr}. */
final class PythonText {

    private PythonText() {}

    /** What a value gives when it is written. */
    static String of(Value value) {
        return switch (value) {
            case Value.Text(String text) -> text;
            case Value.Undefined ignored -> "";
            default -> repr(value);
        };
    }

    /** A value as it would be written in a program. */
    static String repr(Value value) {
        return switch (value) {
            case Value.Text(String text) -> quoted(text);
            case Value.Whole(long number) -> Long.toString(number);
            case Value.Real(double number) -> real(number);
            case Value.Truth truth -> truth == Value.Truth.TRUE ? "True" : "False";
            case Value.None ignored -> "None";
            case Value.Undefined ignored -> "Undefined";
            case Value.Items(List<Value> elements) -> sequence(elements, "[", "]");
            case Value.Tuple(List<Value> elements) ->
                    sequence(elements, "(", elements.size() == 1 ? ",)" : ")");
            case Value.Dict(Map<Value, Value> entries) -> {
                StringJoiner joined = new StringJoiner(", ", "{", "}");
                entries.forEach(
                        (key, entry) -> {
                            joined.add(repr(key) + ": " + repr(entry));
                            Budget.checkLength(joined.length());
                        });
                yield joined.toString();
            }
            case Value.Fields ignored -> "<Namespace>";
            case Value.Function(String name, Value.Body ignored) -> "<Function " + name + ">";
        };
    }

    private static String sequence(List<Value> elements, String open, String close) {
        StringJoiner joined = new StringJoiner(", ", open, close);
        for (Value element : elements) {
            joined.add(repr(element));
            Budget.checkLength(joined.length());
        }
        return joined.toString();
    }

    /** The shortest digits that give the same number, as Python lays them out. */
    static String real(double number) {
        if (Double.isNaN(number)) {
            return "nan";
        }
        if (Double.isInfinite(number)) {
            return number > 0 ? "inf" : "-inf";
        }
        if (number == 0) {
            return 1 / number < 0 ? "-0.0" : "0.0";
        }
        BigDecimal digits = new BigDecimal(Double.toString(number)).stripTrailingZeros();
        int exponent = digits.precision() - digits.scale() - 1;
        if (exponent >= -4 && exponent < 16) {
            String plain = digits.toPlainString();
            return plain.contains(".") ? plain : plain + ".0";
        }
        String mantissa = digits.movePointLeft(exponent).toPlainString();
        return mantissa
                + "e"
                + (exponent < 0 ? "-" : "+")
                + (Math.abs(exponent) < 10 ? "0" : "")
                + Math.abs(exponent);
    }

    private static String quoted(String text) {
        char quote = text.contains("'") && !text.contains("\"") ? '"' : '\'';
        StringBuilder out = new StringBuilder().append(quote);
        text.codePoints().forEach(c -> character(c, quote, out));
        return out.append(quote).toString();
    }

    private static void character(int c, char quote, StringBuilder out) {
        switch (c) {
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            case '\\' -> out.append("\\\\");
            default -> {
                if (c == quote) {
                    out.append('\\').append(quote);
                } else if (isPrintable(c)) {
                    out.appendCodePoint(c);
                } else if (c < 0x100) {
                    out.append(String.format("\\x%02x", c));
                } else if (c < 0x10000) {
                    out.append(String.format("\\u%04x", c));
                } else {
                    out.append(String.format("\\U%08x", c));
                }
            }
        }
    }

    private static boolean isPrintable(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    false;
            case Character.SPACE_SEPARATOR -> c == ' ';
            default -> true;
        };
    }
}
