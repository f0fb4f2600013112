package io.fovea.tokenizer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Learns a small byte-level BPE vocabulary from sentences (Sennrich et al. 2016, arXiv 1508.07909):
 * again and again the most frequent pair of neighbouring tokens becomes a token. The same sentences
 * give the same vocabulary, in any order: equal counts are decided by the lower ids.
 *
 * <p>Ids: special tokens first, in the given order, then the 256 bytes, then the merges.
 *
 * @param vocabularySize ids at most, special tokens and bytes included
 * @param minFrequency a pair seen less often than this is never merged
 * @param specialTokens names, each once
 */
public record BpeTrainer(int vocabularySize, int minFrequency, List<String> specialTokens) {

    public BpeTrainer {
        specialTokens = List.copyOf(specialTokens);
        int floor = specialTokens.size() + 256;
        if (vocabularySize < floor || minFrequency < 1) {
            throw new IllegalArgumentException(
                    "a byte-level vocabulary with "
                            + specialTokens.size()
                            + " special tokens needs at least "
                            + floor
                            + " ids and a least frequency of 1, got "
                            + vocabularySize
                            + " and "
                            + minFrequency);
        }
        if (Set.copyOf(specialTokens).size() < specialTokens.size()
                || specialTokens.stream()
                        .anyMatch(name -> name.codePointCount(0, name.length()) < 2)) {
            throw new IllegalArgumentException(
                    "special tokens need two characters or more and each its own name, got "
                            + specialTokens);
        }
    }

    /** Two neighbouring tokens by id; the order decides between equal counts. */
    private record Pair(int left, int right) implements Comparable<Pair> {
        @Override
        public int compareTo(Pair other) {
            return left != other.left
                    ? Integer.compare(left, other.left)
                    : Integer.compare(right, other.right);
        }
    }

    /**
     * A pair with the count it had when it was queued; an old count is noticed when it comes up.
     */
    private record Candidate(Pair pair, long count) implements Comparable<Candidate> {
        @Override
        public int compareTo(Candidate other) {
            return count != other.count
                    ? Long.compare(other.count, count)
                    : pair.compareTo(other.pair);
        }
    }

    /**
     * Learns the vocabulary; it has fewer ids than allowed when the sentences hold too few frequent
     * pairs.
     */
    public BpeVocabulary train(Iterable<String> sentences) {
        TreeMap<String, Long> frequency = new TreeMap<>();
        for (String sentence : sentences) {
            WordSplit.words(sentence)
                    .forEach(word -> frequency.merge(ByteAlphabet.spell(word), 1L, Long::sum));
        }
        List<String> tokens = new ArrayList<>(specialTokens);
        Map<Character, Integer> letters = HashMap.newHashMap(256);
        for (int i = 0; i < 256; i++) {
            letters.put(ByteAlphabet.letter(i), tokens.size());
            tokens.add(String.valueOf(ByteAlphabet.letter(i)));
        }
        return new Learning(tokens, letters, frequency).run();
    }

    /** The state of one training: words as ids, counts of pairs, and where each pair occurs. */
    private final class Learning {

        private final List<String> tokens;
        private final Set<String> known;
        private final List<String> merges = new ArrayList<>();
        private final List<int[]> words = new ArrayList<>();
        private final List<Long> frequencies = new ArrayList<>();
        private final Map<Pair, Long> counts = new HashMap<>();
        private final Map<Pair, TreeSet<Integer>> places = new HashMap<>();
        private final PriorityQueue<Candidate> queue = new PriorityQueue<>();

        Learning(
                List<String> tokens, Map<Character, Integer> letters, Map<String, Long> frequency) {
            this.tokens = tokens;
            this.known = new TreeSet<>(tokens);
            frequency.forEach(
                    (word, times) -> {
                        words.add(word.chars().map(letter -> letters.get((char) letter)).toArray());
                        frequencies.add(times);
                        count(words.size() - 1, 1);
                    });
            counts.forEach((pair, times) -> queue.add(new Candidate(pair, times)));
        }

        BpeVocabulary run() {
            while (tokens.size() < vocabularySize && !queue.isEmpty()) {
                Candidate best = queue.poll();
                long count = counts.getOrDefault(best.pair(), 0L);
                if (count != best.count()) {
                    continue;
                }
                if (count < minFrequency) {
                    break;
                }
                merge(best.pair());
            }
            return new BpeVocabulary(specialTokens, tokens, merges);
        }

        private void merge(Pair pair) {
            String left = tokens.get(pair.left());
            String right = tokens.get(pair.right());
            if (!known.add(left + right)) {
                counts.remove(pair);
                return;
            }
            int id = tokens.size();
            tokens.add(left + right);
            merges.add(left + " " + right);
            Set<Pair> touched = new TreeSet<>();
            for (int word : List.copyOf(places.get(pair))) {
                touched.addAll(count(word, -1));
                words.set(word, joined(words.get(word), pair, id));
                touched.addAll(count(word, 1));
            }
            touched.forEach(
                    changed -> {
                        long times = counts.getOrDefault(changed, 0L);
                        if (times > 0) {
                            queue.add(new Candidate(changed, times));
                        } else {
                            counts.remove(changed);
                            places.remove(changed);
                        }
                    });
        }

        /** Adds (or takes away) the pairs of one word. */
        private List<Pair> count(int word, int sign) {
            int[] ids = words.get(word);
            List<Pair> pairs = new ArrayList<>(ids.length);
            for (int i = 1; i < ids.length; i++) {
                Pair pair = new Pair(ids[i - 1], ids[i]);
                pairs.add(pair);
                counts.merge(pair, sign * frequencies.get(word), Long::sum);
                TreeSet<Integer> where = places.computeIfAbsent(pair, ignored -> new TreeSet<>());
                if (sign > 0) {
                    where.add(word);
                } else {
                    where.remove(word);
                }
            }
            return pairs;
        }

        private int[] joined(int[] ids, Pair pair, int id) {
            int[] out = new int[ids.length];
            int size = 0;
            for (int i = 0; i < ids.length; i++) {
                boolean both =
                        i + 1 < ids.length && ids[i] == pair.left() && ids[i + 1] == pair.right();
                out[size++] = both ? id : ids[i];
                i += both ? 1 : 0;
            }
            return Arrays.copyOf(out, size);
        }
    }
}
