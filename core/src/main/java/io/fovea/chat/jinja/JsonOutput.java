package io.fovea.chat.jinja;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Values as JSON, as Python's {@code json.dumps} writes them for {@code tojson} in transformers.
 *
 * @param ascii whether characters beyond ASCII are escaped
 * @param indent white space of one level; null for one line
 * @param between what stands between elements
 * @param colon what stands between key and value
 * @param sorted whether keys come in order
 */
record JsonOutput(
        boolean ascii, @Nullable String indent, String between, String colon, boolean sorted) {

    String of(Value value) {
        StringBuilder out = new StringBuilder();
        write(value, 0, out);
        return out.toString();
    }

    private void write(Value value, int level, StringBuilder out) {
        switch (value) {
            case Value.Text(String text) -> string(text, out);
            case Value.Whole(long number) -> out.append(number);
            case Value.Real(double number) -> out.append(real(number));
            case Value.Truth truth -> out.append(truth == Value.Truth.TRUE);
            case Value.None ignored -> out.append("null");
            case Value.Items(List<Value> elements) -> list(elements, level, out);
            case Value.Tuple(List<Value> elements) -> list(elements, level, out);
            case Value.Dict(Map<Value, Value> entries) -> dict(entries, level, out);
            case Value.Undefined missing -> throw missing.error();
            case Value.Fields ignored -> throw new JinjaError("a namespace is no JSON");
            case Value.Function ignored -> throw new JinjaError("a function is no JSON");
        }
        Budget.checkLength(out.length());
    }

    private static String real(double number) {
        if (Double.isNaN(number)) {
            return "NaN";
        }
        if (Double.isInfinite(number)) {
            return number > 0 ? "Infinity" : "-Infinity";
        }
        return PythonText.real(number);
    }

    private void list(List<Value> elements, int level, StringBuilder out) {
        if (elements.isEmpty()) {
            out.append("[]");
            return;
        }
        out.append('[');
        for (int i = 0; i < elements.size(); i++) {
            out.append(i == 0 ? "" : between);
            newLine(level + 1, out);
            write(elements.get(i), level + 1, out);
        }
        newLine(level, out);
        out.append(']');
    }

    private void dict(Map<Value, Value> entries, int level, StringBuilder out) {
        if (entries.isEmpty()) {
            out.append("{}");
            return;
        }
        List<Map.Entry<Value, Value>> ordered = new ArrayList<>(entries.entrySet());
        if (sorted) {
            ordered.sort((a, b) -> Operators.order("<", a.getKey(), b.getKey()));
        }
        out.append('{');
        for (int i = 0; i < ordered.size(); i++) {
            out.append(i == 0 ? "" : between);
            newLine(level + 1, out);
            key(ordered.get(i).getKey(), out);
            out.append(colon);
            write(ordered.get(i).getValue(), level + 1, out);
        }
        newLine(level, out);
        out.append('}');
    }

    private void key(Value key, StringBuilder out) {
        switch (key) {
            case Value.Text(String text) -> string(text, out);
            case Value.Whole(long number) -> out.append('"').append(number).append('"');
            case Value.Real(double number) -> out.append('"').append(real(number)).append('"');
            case Value.Truth truth -> out.append('"').append(truth == Value.Truth.TRUE).append('"');
            case Value.None ignored -> out.append("\"null\"");
            default -> throw new JinjaError(Values.kind(key) + " is no key of JSON");
        }
    }

    private void newLine(int level, StringBuilder out) {
        if (indent != null) {
            out.append('\n').append(indent.repeat(level));
        }
    }

    private void string(String text, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                default -> {
                    if (c < 0x20 || ascii && c > 0x7e) {
                        out.append(String.format("\\u%04x", (int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }
}
