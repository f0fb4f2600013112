package io.fovea.metrics;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Sequences of neighbouring words and how often each comes. */
final class Ngrams {

    /** The longest that the caption metrics count. */
    static final int LONGEST = 4;

    private Ngrams() {}

    /** The counts of all sequences of just this length. */
    static Map<List<String>, Integer> of(List<String> words, int length) {
        Map<List<String>, Integer> counts = new HashMap<>();
        for (int at = 0; at + length <= words.size(); at++) {
            counts.merge(List.copyOf(words.subList(at, at + length)), 1, Integer::sum);
        }
        return counts;
    }
}
