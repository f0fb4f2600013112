package io.fovea.metrics;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What an answer to a yes-or-no question says, by the rule of the benchmark that asks. */
public enum YesNo {
    YES,
    NO,
    /** Neither; always wrong. */
    OTHER;

    private static final List<String> NEGATIONS = List.of("No", "no", "not");

    /**
     * POPE's rule as LLaVA has it ({@code eval_pope.py}): no when the first sentence, commas taken
     * out, has the word "no", "No" or "not"; else yes, whatever is said, even nothing.
     */
    public static YesNo pope(String answer) {
        int period = answer.indexOf('.');
        String sentence = period < 0 ? answer : answer.substring(0, period);
        boolean denied =
                Arrays.stream(sentence.replace(",", "").split(" ", -1))
                        .anyMatch(NEGATIONS::contains);
        return denied ? NO : YES;
    }

    /**
     * MME's rule ({@code eval_tool/calculation.py}): "yes" or "no" in the first four characters,
     * small or large, yes first; else neither.
     */
    public static YesNo mme(String answer) {
        String lower = answer.strip().toLowerCase(Locale.ROOT);
        String start = lower.substring(0, Math.min(4, lower.length()));
        return start.contains("yes") ? YES : start.contains("no") ? NO : OTHER;
    }

    /**
     * Whether an answer says yes or no at all: one of the two words stands in it. Says how many
     * answers {@link #pope} only guesses.
     */
    public static boolean said(String answer) {
        return Arrays.stream(answer.toLowerCase(Locale.ROOT).split("[^\\p{L}]+"))
                .anyMatch(word -> word.equals("yes") || word.equals("no") || word.equals("not"));
    }
}
