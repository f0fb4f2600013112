package io.fovea.geometry;

import java.util.Arrays;

/**
 * COCO's run-length coding of a binary picture: pixels column by column, counts alternating between
 * background and foreground and beginning with background; and its text form, in which counts are
 * written as differences from the count two places before (from the fourth on), five bits a
 * character, least significant first.
 *
 * <p>Checked against cocodataset/cocoapi {@code common/maskApi.c}.
 */
public final class RunLength {

    private static final int FIRST_CHARACTER = 48;
    private static final int CONTINUES = 0x20;
    private static final int SIGN = 0x10;
    private static final int MAX_SHIFT = 35;

    private RunLength() {}

    /** The text form of run lengths. */
    public static String encode(int[] counts) {
        StringBuilder text = new StringBuilder(counts.length * 2);
        for (int i = 0; i < counts.length; i++) {
            long rest = i > 2 ? (long) counts[i] - counts[i - 2] : counts[i];
            boolean more = true;
            while (more) {
                int bits = (int) (rest & 0x1f);
                rest >>= 5;
                more = rest != ((bits & SIGN) != 0 ? -1 : 0);
                text.append((char) (FIRST_CHARACTER + (more ? bits | CONTINUES : bits)));
            }
        }
        return text.toString();
    }

    /**
     * The run lengths of a text form.
     *
     * @throws IllegalArgumentException when the text is not one: a foreign character, a number that
     *     breaks off, a negative or overlong run
     */
    public static int[] decode(String text) {
        int[] counts = new int[Math.max(4, text.length())];
        int size = 0;
        int at = 0;
        while (at < text.length()) {
            long value = 0;
            int shift = 0;
            int bits;
            do {
                bits = digit(text, at++);
                if (shift > MAX_SHIFT) {
                    throw bad(text, at - 1, "a number longer than a run length can be");
                }
                value |= (long) (bits & 0x1f) << shift;
                shift += 5;
            } while ((bits & CONTINUES) != 0);
            if ((bits & SIGN) != 0) {
                value |= -1L << shift;
            }
            if (size > 2) {
                value += counts[size - 2];
            }
            if (value < 0 || value > Integer.MAX_VALUE) {
                throw bad(text, at - 1, "a run of " + value + " pixels");
            }
            counts[size++] = (int) value;
        }
        return Arrays.copyOf(counts, size);
    }

    /** The same picture with no run of zero pixels but a leading background one. */
    static int[] canonical(int[] counts) {
        int[] result = new int[Math.max(1, counts.length)];
        int size = 0;
        for (int i = 0; i < counts.length; i++) {
            boolean foreground = (i & 1) == 1;
            boolean nextIsForeground = (size & 1) == 1;
            if (counts[i] == 0 && !(i == 0 && counts.length > 1)) {
                continue;
            }
            if (foreground == nextIsForeground) {
                result[size++] = counts[i];
            } else {
                result[size - 1] += counts[i];
            }
        }
        return Arrays.copyOf(result, size);
    }

    private static int digit(String text, int at) {
        if (at >= text.length()) {
            throw bad(text, at, "the end in the middle of a number");
        }
        int bits = text.charAt(at) - FIRST_CHARACTER;
        if (bits < 0 || bits > 0x3f) {
            throw bad(text, at, "the character '" + text.charAt(at) + "'");
        }
        return bits;
    }

    private static IllegalArgumentException bad(String text, int at, String got) {
        String shown = text.length() > 40 ? text.substring(0, 40) + "..." : text;
        return new IllegalArgumentException(
                "not a COCO run-length text: \""
                        + shown
                        + "\" has "
                        + got
                        + " at position "
                        + at
                        + "; expected the string under segmentation.counts");
    }
}
