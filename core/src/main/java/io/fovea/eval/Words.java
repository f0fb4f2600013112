package io.fovea.eval;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Answers in words compared: lower case, no punctuation, no articles, number words for digits up to
 * ten, single spaces. This is the idea of VQA's normalisation with the direction of numbers turned
 * round.
 */
final class Words {

    private static final List<String> NUMBERS =
            List.of(
                    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine",
                    "ten");

    private Words() {}

    /** The normalised words in order; none for an empty or purely punctuated text. */
    static List<String> of(String text) {
        String plain = text.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}' -]", " ").strip();
        return Arrays.stream(plain.split("\\s+"))
                .filter(
                        word ->
                                !word.isEmpty()
                                        && !word.equals("a")
                                        && !word.equals("an")
                                        && !word.equals("the"))
                .map(Words::number)
                .toList();
    }

    private static String number(String word) {
        for (int i = 0; i < NUMBERS.size(); i++) {
            if (word.equals(Integer.toString(i))) {
                return NUMBERS.get(i);
            }
        }
        return word;
    }

    /** Whether two texts are the same words in the same order. */
    static boolean same(String got, String expected) {
        return of(got).equals(of(expected));
    }

    /**
     * F1 of the words as bags (SQuAD's token F1): twice the common words over all words of both; 1
     * when both are empty.
     */
    static double f1(String got, String expected) {
        List<String> a = of(got);
        List<String> b = of(expected);
        if (a.isEmpty() && b.isEmpty()) {
            return 1;
        }
        Map<String, Integer> left = new HashMap<>();
        b.forEach(word -> left.merge(word, 1, Integer::sum));
        int common = 0;
        for (String word : a) {
            Integer count = left.get(word);
            if (count != null && count > 0) {
                left.put(word, count - 1);
                common++;
            }
        }
        return 2.0 * common / (a.size() + b.size());
    }
}
