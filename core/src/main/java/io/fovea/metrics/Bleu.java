package io.fovea.metrics;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * What BLEU-1 to BLEU-4 are made of (Papineni et al. 2002, as in pycocoevalcap): for each length
 * how many word sequences were said and how many of them a reference has, and the lengths of answer
 * and nearest reference. Counts of many answers are added, then scored: BLEU is a number of a whole
 * set.
 *
 * @param said by length 1 to 4
 * @param matched by length, each no more often than the reference that has it most often
 * @param length words said
 * @param reference words of the reference whose length is nearest, the shorter of two
 */
public record Bleu(long[] said, long[] matched, long length, long reference) {

    private static final double TINY = 1e-15;
    private static final double SMALL = 1e-9;

    /** Nothing said. */
    public static final Bleu NONE = new Bleu(new long[4], new long[4], 0, 0);

    public Bleu {
        said = said.clone();
        matched = matched.clone();
    }

    /**
     * The counts of one answer.
     *
     * @param answer words
     * @param references words of each; at least one
     */
    public static Bleu of(List<String> answer, List<List<String>> references) {
        long[] said = new long[Ngrams.LONGEST];
        long[] matched = new long[Ngrams.LONGEST];
        for (int n = 1; n <= Ngrams.LONGEST; n++) {
            int length = n;
            said[n - 1] = Math.max(0, answer.size() - n + 1);
            List<Map<List<String>, Integer>> known =
                    references.stream().map(words -> Ngrams.of(words, length)).toList();
            for (Map.Entry<List<String>, Integer> own : Ngrams.of(answer, n).entrySet()) {
                int most =
                        known.stream()
                                .mapToInt(counts -> counts.getOrDefault(own.getKey(), 0))
                                .max()
                                .orElse(0);
                matched[n - 1] += Math.min(own.getValue(), most);
            }
        }
        int nearest =
                references.stream()
                        .map(List::size)
                        .min(
                                Comparator.comparingInt(
                                                (Integer size) -> Math.abs(size - answer.size()))
                                        .thenComparingInt(size -> size))
                        .orElseThrow(
                                () ->
                                        new IllegalArgumentException(
                                                "BLEU needs a reference to compare with"));
        return new Bleu(said, matched, answer.size(), nearest);
    }

    /** The counts of both, the other's several times over. */
    public Bleu plus(Bleu other, int times) {
        long[] allSaid = said.clone();
        long[] allMatched = matched.clone();
        for (int n = 0; n < Ngrams.LONGEST; n++) {
            allSaid[n] += times * other.said[n];
            allMatched[n] += times * other.matched[n];
        }
        return new Bleu(
                allSaid,
                allMatched,
                length + times * other.length,
                reference + times * other.reference);
    }

    /** BLEU-1, BLEU-2, BLEU-3, BLEU-4, from 0 to 1. */
    public double[] scores() {
        double[] scores = new double[Ngrams.LONGEST];
        double product = 1;
        double ratio = (length + TINY) / (reference + SMALL);
        double penalty = ratio < 1 ? Math.exp(1 - 1 / ratio) : 1;
        for (int n = 0; n < Ngrams.LONGEST; n++) {
            product *= (matched[n] + TINY) / (said[n] + SMALL);
            scores[n] = Math.pow(product, 1.0 / (n + 1)) * penalty;
        }
        return scores;
    }

    @Override
    public long[] said() {
        return said.clone();
    }

    @Override
    public long[] matched() {
        return matched.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bleu(long[] s, long[] m, long l, long r)
                && Arrays.equals(s, said)
                && Arrays.equals(m, matched)
                && l == length
                && r == reference;
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(said) + Arrays.hashCode(matched);
    }

    @Override
    public String toString() {
        return "Bleu[" + Arrays.toString(matched) + " of " + Arrays.toString(said) + "]";
    }
}
