package io.fovea.chat.jinja;

import java.util.Arrays;
import java.util.Locale;

/** Texts as Python sees them: white space, and positions counted in code points. */
final class Unicode {

    private Unicode() {}

    /** Python's {@code str.isspace} of one character. */
    static boolean isSpace(int c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == 0x85;
    }

    static boolean isBlank(String text) {
        return text.codePoints().allMatch(Unicode::isSpace);
    }

    static String stripLeft(String text) {
        int from = 0;
        while (from < text.length() && isSpace(text.codePointAt(from))) {
            from += Character.charCount(text.codePointAt(from));
        }
        return text.substring(from);
    }

    static String stripRight(String text) {
        int end = text.length();
        while (end > 0 && isSpace(text.codePointBefore(end))) {
            end -= Character.charCount(text.codePointBefore(end));
        }
        return text.substring(0, end);
    }

    /** Takes characters of a set from the left. */
    static String stripLeft(String text, String set) {
        int from = 0;
        while (from < text.length() && set.indexOf(text.codePointAt(from)) >= 0) {
            from += Character.charCount(text.codePointAt(from));
        }
        return text.substring(from);
    }

    /** Takes characters of a set from the right. */
    static String stripRight(String text, String set) {
        int end = text.length();
        while (end > 0 && set.indexOf(text.codePointBefore(end)) >= 0) {
            end -= Character.charCount(text.codePointBefore(end));
        }
        return text.substring(0, end);
    }

    static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    /** Order by code points, which differs from Java's beyond the basic plane. */
    static int compare(String a, String b) {
        int[] left = a.codePoints().toArray();
        int[] right = b.codePoints().toArray();
        return Arrays.compare(left, right);
    }

    /** First letter large, the others small. */
    static String capitalized(String text) {
        if (text.isEmpty()) {
            return text;
        }
        int first = text.codePointAt(0);
        int end = Character.charCount(first);
        return Character.toString(Character.toTitleCase(first))
                + text.substring(end).toLowerCase(Locale.ROOT);
    }

    /** Python's {@code str.title}: a letter is large unless a letter stands before it. */
    static String titled(String text) {
        StringBuilder out = new StringBuilder();
        boolean inWord = false;
        for (int c : text.codePoints().toArray()) {
            out.appendCodePoint(inWord ? Character.toLowerCase(c) : Character.toTitleCase(c));
            inWord = Character.isLetter(c);
        }
        return out.toString();
    }
}
