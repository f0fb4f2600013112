package io.fovea.chat.jinja;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Filters that make a text of a value. */
final class TextFilters {

    private TextFilters() {}

    static Map<String, Filter> all() {
        return Map.ofEntries(
                Map.entry("string", (in, with) -> Values.text(PythonText.of(in))),
                Map.entry("safe", (in, with) -> Values.text(PythonText.of(in))),
                Map.entry("upper", (in, with) -> upper(PythonText.of(in))),
                Map.entry("lower", (in, with) -> lower(PythonText.of(in))),
                Map.entry(
                        "capitalize",
                        (in, with) -> Values.text(Unicode.capitalized(PythonText.of(in)))),
                Map.entry("title", (in, with) -> Values.text(title(PythonText.of(in)))),
                Map.entry("trim", TextFilters::trim),
                Map.entry("replace", TextFilters::replace),
                Map.entry("indent", TextFilters::indent),
                Map.entry("e", (in, with) -> escape(in)),
                Map.entry("escape", (in, with) -> escape(in)),
                Map.entry("join", TextFilters::join));
    }

    private static Value upper(String text) {
        return Values.text(text.toUpperCase(Locale.ROOT));
    }

    private static Value lower(String text) {
        return Values.text(text.toLowerCase(Locale.ROOT));
    }

    /** Words begin behind white space, hyphens and opening brackets: not as {@code str.title}. */
    private static String title(String text) {
        StringBuilder out = new StringBuilder();
        boolean begins = true;
        for (int c : text.codePoints().toArray()) {
            String one = Character.toString(c);
            out.append(begins ? one.toUpperCase(Locale.ROOT) : one.toLowerCase(Locale.ROOT));
            begins = Unicode.isSpace(c) || "-({[<".indexOf(c) >= 0;
        }
        return out.toString();
    }

    private static Value trim(Value in, Arguments with) {
        String text = PythonText.of(in);
        String set = with.bind("trim", "chars").text("chars");
        return Values.text(
                set == null
                        ? Unicode.stripLeft(Unicode.stripRight(text))
                        : Unicode.stripLeft(Unicode.stripRight(text, set), set));
    }

    private static Value replace(Value in, Arguments with) {
        Arguments.Bound bound = with.bind("replace", "old", "new", "count");
        Value count = bound.get("count");
        return Values.text(
                TextMethods.replaced(
                        PythonText.of(in),
                        PythonText.of(bound.need("old")),
                        PythonText.of(bound.need("new")),
                        count == Value.None.NONE ? -1 : bound.whole("count", -1)));
    }

    private static Value indent(Value in, Arguments with) {
        Arguments.Bound bound = with.bind("indent", "width", "first", "blank");
        String margin =
                bound.get("width") instanceof Value.Text(String text)
                        ? text
                        : " ".repeat(Math.clamp(bound.whole("width", 4), 0, 1000));
        List<String> lines = TextMethods.lines(PythonText.of(in) + "\n");
        StringBuilder out = new StringBuilder(bound.truth("first") ? margin : "");
        out.append(lines.getFirst());
        for (String line : lines.subList(1, lines.size())) {
            boolean indented = bound.truth("blank") || !line.isEmpty();
            out.append('\n').append(indented ? margin : "").append(line);
            Budget.checkLength(out.length());
        }
        return Values.text(out.toString());
    }

    private static Value escape(Value in) {
        return Values.text(
                PythonText.of(in)
                        .replace("&", "&amp;")
                        .replace(">", "&gt;")
                        .replace("<", "&lt;")
                        .replace("'", "&#39;")
                        .replace("\"", "&#34;"));
    }

    private static Value join(Value in, Arguments with) {
        Arguments.Bound bound = with.bind("join", "d", "attribute");
        Value attribute = bound.get("attribute");
        Value between = bound.get("d");
        StringBuilder out = new StringBuilder();
        boolean first = true;
        for (Value element : Values.needElements(in, "join")) {
            out.append(first || between == null ? "" : PythonText.of(between));
            out.append(PythonText.of(Attributes.of(element, attribute)));
            first = false;
            Budget.checkLength(out.length());
        }
        return Values.text(out.toString());
    }
}
