package io.fovea.chat.jinja;

/** What a string literal means, by Python's rules for backslashes. */
final class StringEscapes {

    private StringEscapes() {}

    /**
     * @param inside what stands between the quotes
     * @param line for errors
     */
    static String decoded(String inside, int line) {
        if (inside.indexOf('\\') < 0) {
            return inside;
        }
        StringBuilder out = new StringBuilder();
        int i = 0;
        while (i < inside.length()) {
            char c = inside.charAt(i);
            if (c != '\\' || i + 1 == inside.length()) {
                out.append(c);
                i++;
            } else {
                i = escape(inside, i + 1, line, out);
            }
        }
        return out.toString();
    }

    /** Writes the escape whose letter stands at an index; gives the index behind it. */
    private static int escape(String inside, int at, int line, StringBuilder out) {
        char letter = inside.charAt(at);
        switch (letter) {
            case 'n' -> out.append('\n');
            case 't' -> out.append('\t');
            case 'r' -> out.append('\r');
            case 'a' -> out.append('\u0007');
            case 'b' -> out.append('\b');
            case 'f' -> out.append('\f');
            case 'v' -> out.append('\u000B');
            case '\\', '\'', '"' -> out.append(letter);
            case '\n' -> {}
            case 'x' -> {
                return hex(inside, at + 1, 2, line, out);
            }
            case 'u' -> {
                return hex(inside, at + 1, 4, line, out);
            }
            case 'U' -> {
                return hex(inside, at + 1, 8, line, out);
            }
            case 'N' -> throw new JinjaError("characters by name (\\N) are not supported", line);
            default -> {
                if (letter >= '0' && letter <= '7') {
                    return octal(inside, at, out);
                }
                out.append('\\').append(letter);
            }
        }
        return at + 1;
    }

    private static int hex(String inside, int from, int digits, int line, StringBuilder out) {
        int end = from + digits;
        String text = inside.substring(from, Math.min(end, inside.length()));
        if (!text.matches("[0-9a-fA-F]{" + digits + "}")) {
            throw new JinjaError(
                    "expected "
                            + digits
                            + " hexadecimal digits after a backslash, got '"
                            + text
                            + "'",
                    line);
        }
        long code = Long.parseLong(text, 16);
        if (code > Character.MAX_CODE_POINT) {
            throw new JinjaError("no character has the number " + text, line);
        }
        out.appendCodePoint((int) code);
        return end;
    }

    private static int octal(String inside, int from, StringBuilder out) {
        int code = 0;
        int i = from;
        while (i < inside.length()
                && i < from + 3
                && inside.charAt(i) >= '0'
                && inside.charAt(i) <= '7') {
            code = code * 8 + inside.charAt(i++) - '0';
        }
        out.appendCodePoint(code);
        return i;
    }
}
