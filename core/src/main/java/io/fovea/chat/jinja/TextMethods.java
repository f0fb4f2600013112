package io.fovea.chat.jinja;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.function.IntPredicate;
import java.util.function.Predicate;

/** Methods of Python's {@code str}. */
final class TextMethods {

    private TextMethods() {}

    /** A method of a text; null where strings have none of that name. */
    static Value.@Nullable Body named(String text, String name) {
        return switch (name) {
            case "upper" -> arguments -> Values.text(text.toUpperCase(Locale.ROOT));
            case "lower" -> arguments -> Values.text(text.toLowerCase(Locale.ROOT));
            case "title" -> arguments -> Values.text(Unicode.titled(text));
            case "capitalize" -> arguments -> Values.text(Unicode.capitalized(text));
            case "strip" -> arguments -> Values.text(strip(text, arguments, true, true));
            case "lstrip" -> arguments -> Values.text(strip(text, arguments, true, false));
            case "rstrip" -> arguments -> Values.text(strip(text, arguments, false, true));
            case "startswith" -> arguments -> affix(arguments, "startswith", text::startsWith);
            case "endswith" -> arguments -> affix(arguments, "endswith", text::endsWith);
            case "removeprefix" ->
                    arguments -> {
                        String prefix = arguments.bind(name, "prefix").needText("prefix");
                        boolean there = text.startsWith(prefix);
                        return Values.text(there ? text.substring(prefix.length()) : text);
                    };
            case "removesuffix" ->
                    arguments -> {
                        String suffix = arguments.bind(name, "suffix").needText("suffix");
                        int end = text.length() - suffix.length();
                        return Values.text(text.endsWith(suffix) ? text.substring(0, end) : text);
                    };
            case "replace" -> arguments -> replaced(text, arguments);
            case "split" -> arguments -> split(text, arguments);
            case "rsplit" -> arguments -> rsplit(text, arguments);
            case "splitlines" -> arguments -> new Value.Items(texts(lines(text)));
            case "join" -> arguments -> joined(text, arguments);
            case "find", "rfind", "count" -> arguments -> searched(text, name, arguments);
            case "isdigit" -> arguments -> all(text, Character::isDigit);
            case "isalpha" -> arguments -> all(text, Character::isLetter);
            case "isalnum" -> arguments -> all(text, Character::isLetterOrDigit);
            case "isspace" -> arguments -> all(text, Unicode::isSpace);
            case "isupper" -> arguments -> cased(text, text.toUpperCase(Locale.ROOT));
            case "islower" -> arguments -> cased(text, text.toLowerCase(Locale.ROOT));
            default -> null;
        };
    }

    private static Value all(String text, IntPredicate predicate) {
        return Value.Truth.of(!text.isEmpty() && text.codePoints().allMatch(predicate));
    }

    private static Value cased(String text, String inCase) {
        boolean letters =
                text.codePoints()
                        .anyMatch(c -> Character.isUpperCase(c) || Character.isLowerCase(c));
        return Value.Truth.of(letters && text.equals(inCase));
    }

    private static String strip(String text, Arguments arguments, boolean left, boolean right) {
        String set = arguments.bind("strip", "chars").text("chars");
        String rest = text;
        if (left) {
            rest = set == null ? Unicode.stripLeft(rest) : Unicode.stripLeft(rest, set);
        }
        if (right) {
            rest = set == null ? Unicode.stripRight(rest) : Unicode.stripRight(rest, set);
        }
        return rest;
    }

    private static Value affix(Arguments arguments, String name, Predicate<String> there) {
        Value affix = arguments.bind(name, "affix").need("affix");
        List<Value> choices =
                affix instanceof Value.Tuple(List<Value> several) ? several : List.of(affix);
        for (Value choice : choices) {
            if (!(choice instanceof Value.Text(String text))) {
                throw new JinjaError(name + " expected a string, got " + Values.kind(choice));
            }
            if (there.test(text)) {
                return Value.Truth.TRUE;
            }
        }
        return Value.Truth.FALSE;
    }

    private static Value replaced(String text, Arguments arguments) {
        Arguments.Bound bound = arguments.bind("replace", "old", "new", "count");
        return Values.text(
                replaced(
                        text,
                        bound.needText("old"),
                        bound.needText("new"),
                        bound.whole("count", -1)));
    }

    /** Python's {@code replace}; a negative count is all. An empty {@code old} is everywhere. */
    static String replaced(String text, String old, String with, long count) {
        StringBuilder out = new StringBuilder();
        int from = 0;
        for (long i = 0; i != count; i++) {
            int at = old.isEmpty() && i > 0 ? nextCharacter(text, from) : text.indexOf(old, from);
            if (at < 0) {
                break;
            }
            out.append(text, from, at).append(with);
            from = at + old.length();
            Budget.checkLength(out.length());
        }
        return out.append(text, from, text.length()).toString();
    }

    private static int nextCharacter(String text, int from) {
        return from >= text.length() ? -1 : from + Character.charCount(text.codePointAt(from));
    }

    private static Value split(String text, Arguments arguments) {
        Arguments.Bound bound = arguments.bind("split", "sep", "maxsplit");
        long most = bound.whole("maxsplit", -1);
        String separator = bound.text("sep");
        if (separator == null) {
            return new Value.Items(texts(words(text, most)));
        }
        checkSeparator(separator);
        List<String> parts = new ArrayList<>();
        int from = 0;
        for (int at = text.indexOf(separator);
                at >= 0 && parts.size() != most;
                at = text.indexOf(separator, from)) {
            parts.add(text.substring(from, at));
            from = at + separator.length();
        }
        parts.add(text.substring(from));
        return new Value.Items(texts(parts));
    }

    private static List<String> words(String text, long most) {
        List<String> parts = new ArrayList<>();
        String rest = Unicode.stripLeft(text);
        while (!rest.isEmpty() && parts.size() != most) {
            int end = 0;
            while (end < rest.length() && !Unicode.isSpace(rest.codePointAt(end))) {
                end += Character.charCount(rest.codePointAt(end));
            }
            parts.add(rest.substring(0, end));
            rest = Unicode.stripLeft(rest.substring(end));
        }
        if (!rest.isEmpty()) {
            parts.add(Unicode.stripRight(rest));
        }
        return parts;
    }

    private static Value rsplit(String text, Arguments arguments) {
        Arguments.Bound bound = arguments.bind("rsplit", "sep", "maxsplit");
        String separator = bound.needText("sep");
        checkSeparator(separator);
        long most = bound.whole("maxsplit", -1);
        List<String> parts = new ArrayList<>();
        int end = text.length();
        for (int at = text.lastIndexOf(separator);
                at >= 0 && parts.size() != most;
                at =
                        at < separator.length()
                                ? -1
                                : text.lastIndexOf(separator, end - separator.length())) {
            parts.add(text.substring(at + separator.length(), end));
            end = at;
        }
        parts.add(text.substring(0, end));
        Collections.reverse(parts);
        return new Value.Items(texts(parts));
    }

    private static void checkSeparator(String separator) {
        if (separator.isEmpty()) {
            throw new JinjaError("split expected a separator, got an empty string");
        }
    }

    /** Python's {@code splitlines}: an end of a line at the very end opens no line. */
    static List<String> lines(String text) {
        List<String> lines = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean ends =
                    c >= '\n' && c <= '\r'
                            || c >= 0x1c && c <= 0x1e
                            || c == 0x85
                            || c == 0x2028
                            || c == 0x2029;
            if (ends) {
                lines.add(text.substring(from, i));
                boolean pair = c == '\r' && i + 1 < text.length() && text.charAt(i + 1) == '\n';
                i += pair ? 1 : 0;
                from = i + 1;
            }
        }
        if (from < text.length()) {
            lines.add(text.substring(from));
        }
        return lines;
    }

    private static Value joined(String separator, Arguments arguments) {
        StringJoiner joined = new StringJoiner(separator);
        Value elements = arguments.bind("join", "iterable").need("iterable");
        for (Value element : Values.needElements(elements, "join")) {
            if (!(element instanceof Value.Text(String text))) {
                throw new JinjaError("join expected strings, got " + Values.kind(element));
            }
            joined.add(text);
            Budget.checkLength(joined.length());
        }
        return Values.text(joined.toString());
    }

    private static Value searched(String text, String name, Arguments arguments) {
        String part = arguments.bind(name, "sub").needText("sub");
        if (name.equals("count")) {
            long count = 0;
            int from = text.indexOf(part);
            while (from >= 0 && !part.isEmpty()) {
                count++;
                from = text.indexOf(part, from + part.length());
            }
            return new Value.Whole(part.isEmpty() ? Unicode.length(text) + 1L : count);
        }
        int at = name.equals("find") ? text.indexOf(part) : text.lastIndexOf(part);
        return new Value.Whole(at < 0 ? -1 : text.codePointCount(0, at));
    }

    private static List<Value> texts(List<String> texts) {
        List<Value> values = new ArrayList<>();
        texts.forEach(text -> values.add(new Value.Text(text)));
        return values;
    }
}
