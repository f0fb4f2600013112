package io.fovea.eval;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which kinds of things a text names, whatever the number: "two apples and a cat" names apple and
 * cat. Names may be of several words; the longest wins.
 */
public final class KindNames {

    private final Map<List<String>, String> kinds = new HashMap<>();
    private final int longest;

    /**
     * Names to look for.
     *
     * @param kindOf from each name (singular and plural) to its kind
     */
    public KindNames(Map<String, String> kindOf) {
        kindOf.forEach((name, kind) -> kinds.put(Words.of(name), kind));
        kinds.remove(List.<String>of());
        longest = kinds.keySet().stream().mapToInt(List::size).max().orElse(0);
    }

    /** The kinds named, each once. */
    Set<String> in(String text) {
        List<String> words = Words.of(text);
        Set<String> found = new TreeSet<>();
        int at = 0;
        while (at < words.size()) {
            int length = Math.min(longest, words.size() - at);
            while (length > 0 && !kinds.containsKey(words.subList(at, at + length))) {
                length--;
            }
            if (length > 0) {
                found.add(kinds.getOrDefault(words.subList(at, at + length), ""));
            }
            at += Math.max(1, length);
        }
        return found;
    }
}
