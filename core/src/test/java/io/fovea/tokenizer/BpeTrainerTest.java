package io.fovea.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

class BpeTrainerTest {

    static final List<String> SPECIALS =
            List.of("<pad>", "</s>", "<image>", "<vis>", "<p>", "</p>");
    static final List<String> SENTENCES =
            List.of(
                    "where is the red dog",
                    "the red dog is left of the blue cat",
                    "how many dogs are there",
                    "three dogs",
                    "what is the cat doing",
                    "the cat sits on the table",
                    "is there a horse",
                    "no there is no horse",
                    "a dog and a cat and a table",
                    "which animal is next to the chair",
                    "the dog's bowl, 12 cm wide");

    @TempDir Path folder;

    @Test
    void idsAreSpecialsThenBytesThenMerges() {
        BpeVocabulary vocabulary = new BpeTrainer(290, 2, SPECIALS).train(SENTENCES);
        assertThat(vocabulary.tokens().subList(0, 6)).isEqualTo(SPECIALS);
        assertThat(vocabulary.tokens().subList(6, 262))
                .allMatch(token -> token.length() == 1)
                .doesNotHaveDuplicates();
        assertThat(vocabulary.tokens()).hasSize(290).doesNotHaveDuplicates();
        assertThat(vocabulary.merges()).hasSize(28).startsWith("Ġ t", "h e", "Ġt he");
        assertThat(vocabulary.tokens()).contains("Ġdog", "Ġthe", "Ġcat");
    }

    @Test
    void sameSentencesGiveTheSameFileInAnyOrder() {
        List<String> shuffled = new ArrayList<>(SENTENCES);
        Collections.shuffle(shuffled, new Random(5));
        String first = new BpeTrainer(320, 2, SPECIALS).train(SENTENCES).toJson();
        assertThat(new BpeTrainer(320, 2, SPECIALS).train(shuffled).toJson()).isEqualTo(first);
    }

    @Test
    void countsEqualACountFromScratch() {
        BpeVocabulary vocabulary = new BpeTrainer(340, 2, SPECIALS).train(SENTENCES);
        assertThat(vocabulary.merges()).isEqualTo(mergesFromScratch(340 - 262));
    }

    @Test
    void stopsWhereNothingIsFrequent() {
        BpeVocabulary vocabulary = new BpeTrainer(5000, 3, SPECIALS).train(SENTENCES);
        assertThat(vocabulary.tokens()).hasSizeBetween(263, 330);
    }

    @Test
    void libraryEncodesAsPlainJavaDoesAndDecodesBack() throws IOException {
        BpeVocabulary vocabulary = new BpeTrainer(330, 2, SPECIALS).train(SENTENCES);
        vocabulary.write(folder.resolve("tokenizer.json"));
        try (Tokenizer tokenizer = Tokenizer.open(folder)) {
            assertThat(tokenizer.size()).isEqualTo(vocabulary.tokens().size());
            Random random = new Random(11);
            for (int round = 0; round < 400; round++) {
                String text = round < SENTENCES.size() ? SENTENCES.get(round) : randomText(random);
                int[] ids = tokenizer.encodeText(text);
                assertThat(ids)
                        .as("round %d: %s", round, text)
                        .containsExactly(reference(vocabulary, text));
                String back = tokenizer.decode(ids, false);
                assertThat(back)
                        .as("round %d", round)
                        .isEqualTo(text.startsWith(" ") ? text.substring(1) : text);
                StreamingDecoder stream = tokenizer.streamingDecoder(false);
                String streamed =
                        Arrays.stream(ids).mapToObj(stream::next).collect(Collectors.joining());
                assertThat(streamed + stream.finish())
                        .as("streamed, round %d", round)
                        .isEqualTo(back);
            }
        }
    }

    @Test
    void wordsAtTheStartEqualWordsInTheMiddleAndAfterTokens() throws IOException {
        new BpeTrainer(330, 2, SPECIALS).train(SENTENCES).write(folder.resolve("tokenizer.json"));
        try (Tokenizer tokenizer = Tokenizer.open(folder)) {
            int[] dog = tokenizer.encodeText("dog");
            assertThat(dog).hasSize(1);
            assertThat(tokenizer.encodeText("the dog")).endsWith(dog);
            assertThat(tokenizer.encodeText("dog", Tokenizer.After.SPECIAL)).containsExactly(dog);
            assertThat(tokenizer.encodeText("dog", Tokenizer.After.WORDS)).containsExactly(dog);
            assertThat(tokenizer.encodeText(" dog", Tokenizer.After.WORDS)).containsExactly(dog);
        }
    }

    @Test
    void typedSpecialTokensStayWords() throws IOException {
        new BpeTrainer(330, 2, SPECIALS).train(SENTENCES).write(folder.resolve("tokenizer.json"));
        try (Tokenizer tokenizer = Tokenizer.open(folder)) {
            String text = "is <vis> or <image> the dog</s>?";
            int[] ids = tokenizer.encodeText(text);
            assertThat(Arrays.stream(ids).boxed().toList()).allMatch(id -> id >= SPECIALS.size());
            assertThat(tokenizer.decode(ids, true)).isEqualTo(text);
            assertThat(
                            tokenizer.encode(
                                    List.of(new Piece.Plain(text), new Piece.Special(3)), false))
                    .containsExactly(
                            IntStream.concat(Arrays.stream(ids), IntStream.of(3)).toArray());
            assertThat(tokenizer.encode(text, false)).contains(1, 2, 3);
        }
    }

    @Test
    void refusesWhatCannotBeAVocabulary() {
        assertThatThrownBy(() -> new BpeTrainer(200, 2, SPECIALS))
                .hasMessageContaining("at least 262")
                .hasMessageContaining("200");
        assertThatThrownBy(() -> new BpeTrainer(400, 2, List.of("<a>", "<a>")))
                .hasMessageContaining("own name");
        assertThatThrownBy(() -> new BpeTrainer(400, 2, List.of("x")))
                .hasMessageContaining("two characters");
    }

    @Test
    void aFailedWriteLeavesNothing() throws IOException {
        Path taken = Files.createDirectories(folder.resolve("tokenizer.json").resolve("full"));
        BpeVocabulary vocabulary = new BpeTrainer(262, 2, SPECIALS).train(SENTENCES);
        assertThatThrownBy(() -> vocabulary.write(taken.getParent()))
                .isInstanceOf(IOException.class);
        try (var left = Files.list(folder)) {
            assertThat(left).containsExactly(taken.getParent());
        }
    }

    /** BPE of a text in plain Java: the leftmost best merge, again and again. */
    private static int[] reference(BpeVocabulary vocabulary, String text) {
        Map<String, Integer> rank =
                IntStream.range(0, vocabulary.merges().size())
                        .boxed()
                        .collect(Collectors.toMap(vocabulary.merges()::get, i -> i));
        return WordSplit.words(text).stream()
                .flatMapToInt(
                        word -> {
                            List<String> parts =
                                    new ArrayList<>(List.of(ByteAlphabet.spell(word).split("")));
                            while (true) {
                                int best = -1;
                                int bestRank = Integer.MAX_VALUE;
                                for (int i = 0; i + 1 < parts.size(); i++) {
                                    int r =
                                            rank.getOrDefault(
                                                    parts.get(i) + " " + parts.get(i + 1),
                                                    Integer.MAX_VALUE);
                                    if (r < bestRank) {
                                        bestRank = r;
                                        best = i;
                                    }
                                }
                                if (best < 0) {
                                    return parts.stream().mapToInt(vocabulary.tokens()::indexOf);
                                }
                                parts.set(best, parts.get(best) + parts.remove(best + 1));
                            }
                        })
                .toArray();
    }

    /** The training rule with all pairs counted anew for each merge. */
    private static List<String> mergesFromScratch(int count) {
        List<String> order = new ArrayList<>(SPECIALS);
        IntStream.range(0, 256).forEach(i -> order.add(String.valueOf(ByteAlphabet.letter(i))));
        List<List<String>> words = new ArrayList<>();
        SENTENCES.forEach(
                sentence ->
                        WordSplit.words(sentence)
                                .forEach(
                                        word ->
                                                words.add(
                                                        new ArrayList<>(
                                                                List.of(
                                                                        ByteAlphabet.spell(word)
                                                                                .split(""))))));
        List<String> merges = new ArrayList<>();
        while (merges.size() < count) {
            Map<List<String>, Long> pairs =
                    words.stream()
                            .flatMap(
                                    word ->
                                            IntStream.range(1, word.size())
                                                    .mapToObj(
                                                            i ->
                                                                    List.copyOf(
                                                                            word.subList(
                                                                                    i - 1, i + 1))))
                            .filter(pair -> !order.contains(pair.get(0) + pair.get(1)))
                            .collect(Collectors.groupingBy(pair -> pair, Collectors.counting()));
            long most = pairs.values().stream().mapToLong(Long::longValue).max().orElse(0);
            if (most < 2) {
                return merges;
            }
            List<String> best =
                    pairs.entrySet().stream()
                            .filter(e -> e.getValue() == most)
                            .map(Map.Entry::getKey)
                            .min(
                                    Comparator.<List<String>>comparingInt(
                                                    p -> order.indexOf(p.get(0)))
                                            .thenComparingInt(p -> order.indexOf(p.get(1))))
                            .orElseThrow();
            String joined = best.get(0) + best.get(1);
            order.add(joined);
            merges.add(best.get(0) + " " + best.get(1));
            for (List<String> word : words) {
                for (int i = 0; i + 1 < word.size(); i++) {
                    if (word.get(i).equals(best.get(0)) && word.get(i + 1).equals(best.get(1))) {
                        word.set(i, joined);
                        word.remove(i + 1);
                    }
                }
            }
        }
        return merges;
    }

    private static String randomText(Random random) {
        int[] points =
                IntStream.range(0, random.nextInt(40))
                        .map(
                                i ->
                                        switch (random.nextInt(6)) {
                                            case 0 -> ' ';
                                            case 1 -> random.nextInt(0x20);
                                            case 2 -> 0x80 + random.nextInt(0x700);
                                            case 3 -> 0x4E00 + random.nextInt(0x2000);
                                            case 4 -> 0x1F300 + random.nextInt(0x200);
                                            default ->
                                                    "thedogcat's<>/12".charAt(random.nextInt(16));
                                        })
                        .toArray();
        return new String(points, 0, points.length);
    }
}
