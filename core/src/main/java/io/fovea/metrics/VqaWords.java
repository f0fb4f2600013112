package io.fovea.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The normalisation of the official VQA evaluation (GT-Vision-Lab/VQA, {@code vqaEval.py}), its
 * peculiarities included: a period goes unless a digit follows, but no more than 32 of them; a
 * punctuation mark goes without a trace when one like it stands beside a space or the text has a
 * comma between digits, else it becomes a space.
 */
public final class VqaWords {

    private static final String MARKS = ";/[]\"{}()=+\\_-><@`,?!";
    private static final Pattern COMMA_IN_NUMBER =
            Pattern.compile("\\d,\\d", Pattern.UNICODE_CHARACTER_CLASS);
    private static final Pattern SPACES = Pattern.compile("\\s+", Pattern.UNICODE_CHARACTER_CLASS);
    private static final int MOST_PERIODS = 32;

    private static final List<String> ARTICLES = List.of("a", "an", "the");
    private static final Map<String, String> NUMBERS =
            Map.ofEntries(
                    Map.entry("none", "0"),
                    Map.entry("zero", "0"),
                    Map.entry("one", "1"),
                    Map.entry("two", "2"),
                    Map.entry("three", "3"),
                    Map.entry("four", "4"),
                    Map.entry("five", "5"),
                    Map.entry("six", "6"),
                    Map.entry("seven", "7"),
                    Map.entry("eight", "8"),
                    Map.entry("nine", "9"),
                    Map.entry("ten", "10"));

    private VqaWords() {}

    /** The whole normalisation of an answer. */
    public static String of(String answer) {
        return digitsAndArticles(punctuation(answer));
    }

    /** Marks and periods taken out; case stays. True answers get this part only. */
    public static String punctuation(String text) {
        String out = text;
        boolean number = COMMA_IN_NUMBER.matcher(text).find();
        for (int i = 0; i < MARKS.length(); i++) {
            String mark = MARKS.substring(i, i + 1);
            boolean apart = text.contains(mark + " ") || text.contains(" " + mark);
            out = out.replace(mark, apart || number ? "" : " ");
        }
        return withoutPeriods(out);
    }

    private static String withoutPeriods(String text) {
        StringBuilder out = new StringBuilder();
        int removed = 0;
        for (int i = 0; i < text.length(); i++) {
            boolean digitNext = i + 1 < text.length() && Character.isDigit(text.codePointAt(i + 1));
            if (text.charAt(i) == '.' && !digitNext && removed < MOST_PERIODS) {
                removed++;
            } else {
                out.append(text.charAt(i));
            }
        }
        return out.toString();
    }

    /** Lower case, number words as digits, no articles, apostrophes put back, single spaces. */
    public static String digitsAndArticles(String text) {
        List<String> words = new ArrayList<>();
        for (String word : SPACES.split(text.toLowerCase(Locale.ROOT))) {
            String digits = NUMBERS.getOrDefault(word, word);
            if (!digits.isEmpty() && !ARTICLES.contains(digits)) {
                words.add(Contractions.of(digits));
            }
        }
        return String.join(" ", words);
    }

    /** Python's {@code strip} after its line ends and tabs became spaces. */
    static String oneLine(String text) {
        return text.replace('\n', ' ').replace('\t', ' ').strip();
    }
}
