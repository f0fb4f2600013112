package io.fovea.chat;

import java.util.Collection;

/**
 * Characters that travel through a template inside the words of a conversation and are taken out
 * afterwards. They are Unicode noncharacters, which no text may hold; where one does, it becomes
 * U+FFFD.
 */
final class Marks {

    /** Stands inside what looks like a special token, so that it is none. */
    static final char GUARD = '\uFDD0';

    /** Stands on both sides of the number of a place. */
    static final char PLACE = '\uFDD1';

    /** Stands before what the model is to say. */
    static final char ANSWER = '\uFDD2';

    /** Stands behind it. */
    static final char ANSWER_END = '\uFDD3';

    private Marks() {}

    /** Words of which no special token can come, neither within them nor with words behind. */
    static String guarded(String words, Collection<String> specials) {
        String text = words.replaceAll("[\uFDD0-\uFDD3]", "\uFFFD");
        for (String special : specials) {
            if (text.contains(special)) {
                int first = special.offsetByCodePoints(0, 1);
                String broken = special.substring(0, first) + GUARD + special.substring(first);
                text = text.replace(special, broken);
            }
        }
        String body = text.stripTrailing();
        boolean opens = specials.stream().anyMatch(special -> opens(body, special));
        return opens ? body + GUARD + text.substring(body.length()) : text;
    }

    /** Whether a text ends with the beginning of a token. */
    private static boolean opens(String text, String special) {
        for (int length = Math.min(special.length() - 1, text.length()); length > 0; length--) {
            if (text.endsWith(special.substring(0, length))) {
                return true;
            }
        }
        return false;
    }

    /** Words with the marks of an answer inside their white space, where no template trims. */
    static String answer(String words) {
        String left = words.stripLeading();
        if (left.isEmpty()) {
            return words;
        }
        String body = left.stripTrailing();
        return words.substring(0, words.length() - left.length())
                + ANSWER
                + body
                + ANSWER_END
                + left.substring(body.length());
    }

    /** A place by its number. */
    static String place(int number) {
        return PLACE + Integer.toString(number) + PLACE;
    }
}
