package io.fovea.metrics;

import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which option an answer in words picks. Options are lettered A, B, C, ... in their order. An
 * answer that picks none, or more than one, is invalid: counted as wrong, never guessed at.
 */
public final class ChoiceAnswer {

    private static final Pattern SENTENCE = Pattern.compile("The answer is ([A-Z])\\.");
    private static final Pattern LEADING =
            Pattern.compile("^\\s*[(\\[]?([A-Za-z])(?:[)\\].:,]|\\s*$)");
    private static final Pattern NAMED =
            Pattern.compile(
                    "(?i:answer|option|choice)\\s*(?i:is|:)?\\s*[(\\[]?([A-Z])\\b(?![a-z'])");
    private static final Pattern ALONE =
            Pattern.compile("(?<![\\p{L}\\p{N}'])([B-HJ-Z])(?![\\p{L}\\p{N}'])");

    private ChoiceAnswer() {}

    /**
     * ScienceQA's rule: the letter of "The answer is X." where it stands just once or always with
     * the same letter.
     */
    public static OptionalInt scienceQa(String answer, int options) {
        return single(SENTENCE.matcher(answer), options);
    }

    /**
     * Our own rule, for answers of any form. The first that applies: a letter that begins the
     * answer ("B", "(b)", "B. a cat"); "answer is B", "option B"; a lone capital letter other than
     * A and I; the text of an option as the whole answer; the text of just one option inside the
     * answer.
     *
     * @param options their texts in order
     */
    public static OptionalInt of(String answer, List<String> options) {
        for (Pattern pattern : List.of(LEADING, NAMED, ALONE)) {
            OptionalInt letter = single(pattern.matcher(answer), options.size());
            if (letter.isPresent()) {
                return letter;
            }
        }
        String plain = plain(answer);
        int within = -1;
        int count = 0;
        for (int i = 0; i < options.size(); i++) {
            String option = plain(options.get(i));
            if (plain.equals(option) && !plain.isEmpty()) {
                return OptionalInt.of(i);
            }
            if (!option.isEmpty() && (" " + plain + " ").contains(" " + option + " ")) {
                within = i;
                count++;
            }
        }
        return count == 1 ? OptionalInt.of(within) : OptionalInt.empty();
    }

    private static OptionalInt single(Matcher matcher, int options) {
        int[] letters =
                matcher.results()
                        .map((MatchResult found) -> found.group(1).toUpperCase(Locale.ROOT))
                        .mapToInt(letter -> letter.charAt(0) - 'A')
                        .distinct()
                        .toArray();
        return letters.length == 1 && letters[0] < options
                ? OptionalInt.of(letters[0])
                : OptionalInt.empty();
    }

    private static String plain(String text) {
        return text.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]+", " ").strip();
    }
}
