package io.fovea.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fovea.tokenizer.Tokenizer.After;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

class TokenizerTest {

    @TempDir Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "llava15-fp32",
                "llava15-full-select-bf16",
                "qwen2vl-fp32",
                "smolvlm-idefics3-fp32",
                "bunny-llama3-fp32",
                "text-phi3-longrope-sliding"
            })
    void typedSpecialTokensStayWordsInEveryFamily(String name) throws IOException {
        try (Tokenizer tokenizer = golden(name)) {
            String specials =
                    IntStream.range(0, tokenizer.size())
                            .filter(tokenizer::isSpecial)
                            .mapToObj(tokenizer::tokenOf)
                            .collect(Collectors.joining(" x "));
            String text = "say " + specials + " please";
            for (After after : After.values()) {
                int[] ids = tokenizer.encodeText(text, after);
                assertThat(
                                Arrays.stream(ids)
                                        .filter(tokenizer::isSpecial)
                                        .mapToObj(tokenizer::tokenOf))
                        .as("special tokens made from words, %s", after)
                        .isEmpty();
                assertThat(tokenizer.decode(ids, true).strip()).isEqualTo(text);
            }
        }
    }

    @Test
    void wordsAfterWordsAreEncodedAsInTheMiddleOfAText() throws IOException {
        for (String name :
                List.of(
                        "llava15-fp32",
                        "llava15-full-select-bf16",
                        "qwen2vl-fp32",
                        "bunny-llama3-fp32")) {
            try (Tokenizer tokenizer = golden(name)) {
                int[] prompt = tokenizer.encodeText("USER: hi ASSISTANT:");
                int[] answer = tokenizer.encodeText(" The car is red.", After.WORDS);
                assertThat(IntStream.concat(Arrays.stream(prompt), Arrays.stream(answer)).toArray())
                        .as(name)
                        .containsExactly(
                                tokenizer.encode("USER: hi ASSISTANT: The car is red.", false));
            }
        }
    }

    @Test
    void strangeCharactersAreNotLost() throws IOException {
        try (Tokenizer tokenizer = golden("qwen2vl-fp32")) {
            String text = "nul\0 bell\7 \uFEFF \u200D \uD83D\uDE00 \u0085 end";
            assertThat(tokenizer.decode(tokenizer.encodeText(text), false)).isEqualTo(text);
            assertThat(tokenizer.decode(tokenizer.encodeText("half \uD83D pair"), false))
                    .isEqualTo("half \uFFFD pair");
            assertThat(tokenizer.encodeText("")).isEmpty();
            assertThat(tokenizer.encodeText("", After.SPECIAL)).isEmpty();
            assertThat(tokenizer.decode(new int[0], false)).isEmpty();
        }
    }

    @Test
    void hundredThousandCharactersTakeLessThanASecond() throws IOException {
        for (String name : List.of("llava15-fp32", "qwen2vl-fp32")) {
            try (Tokenizer tokenizer = golden(name)) {
                for (String text :
                        List.of("a".repeat(100_000), "<image> what is it? ".repeat(5_000))) {
                    long start = System.nanoTime();
                    int[] ids = tokenizer.encodeText(text);
                    long millis = (System.nanoTime() - start) / 1_000_000;
                    assertThat(millis).as("%s, %d ids", name, ids.length).isLessThan(1000);
                    assertThat(tokenizer.decode(ids, false).strip()).isEqualTo(text.strip());
                }
            }
        }
    }

    @Test
    void longAnswersStreamInWholeCharacters() throws IOException {
        for (String name : List.of("llava15-fp32", "qwen2vl-fp32", "smolvlm-idefics3-fp32")) {
            try (Tokenizer tokenizer = golden(name)) {
                int[] ids = tokenizer.encodeText("the 中国 and 😀 or café ".repeat(200));
                StreamingDecoder stream = tokenizer.streamingDecoder(true);
                StringBuilder streamed = new StringBuilder();
                for (int id : ids) {
                    String news = stream.next(id);
                    assertThat(news).doesNotContain("\uFFFD");
                    streamed.append(news);
                }
                assertThat(streamed.append(stream.finish()).toString())
                        .isEqualTo(tokenizer.decode(ids, true));
            }
        }
    }

    @Test
    void anUnfinishedCharacterComesAtTheEnd() throws IOException {
        try (Tokenizer tokenizer = golden("qwen2vl-fp32")) {
            int[] ids = tokenizer.encodeText("😀");
            StreamingDecoder stream = tokenizer.streamingDecoder(true);
            assertThat(stream.next(ids[0])).isEmpty();
            assertThat(stream.finish()).isEqualTo("\uFFFD");
            assertThat(stream.finish()).isEmpty();
        }
    }

    @Test
    void namesAndIds() throws IOException {
        try (Tokenizer tokenizer = golden("llava15-fp32")) {
            assertThat(tokenizer.idOf("<image>")).hasValue(406);
            assertThat(tokenizer.idOf("<vis>")).isEmpty();
            assertThat(tokenizer.tokenOf(2)).isEqualTo("</s>");
            assertThat(tokenizer.size()).isEqualTo(408);
            assertThat(tokenizer.opening()).containsExactly(1);
            assertThatThrownBy(() -> tokenizer.decode(new int[] {1, 408}, false))
                    .hasMessageContaining("408")
                    .hasMessageContaining("0..407");
            assertThatThrownBy(() -> tokenizer.encode(List.of(new Piece.Special(-200)), false))
                    .hasMessageContaining("-200");
        }
    }

    @Test
    void specialTokensReportAllThatAreMissing() throws IOException {
        try (Tokenizer tokenizer = golden("llava15-fp32")) {
            SpecialTokens found =
                    SpecialTokens.of(
                            new SpecialTokenNames(
                                    "<s>", "</s>", "<pad>", "<image>", null, null, null, null, null,
                                    null, null),
                            tokenizer);
            assertThat(found.all()).containsExactlyInAnyOrder(1, 2, 407, 406);
            assertThat(found.vis()).isNull();
            assertThat(SpecialTokens.need(found.eos(), "eos")).isEqualTo(2);
            assertThatThrownBy(() -> SpecialTokens.need(found.vis(), "vis"))
                    .hasMessageContaining("'vis'");
            SpecialTokenNames more =
                    new SpecialTokenNames(
                            "<s>", "</s>", null, "<image>", "<vis>", null, null, "<p>", "</p>",
                            null, null);
            assertThatThrownBy(() -> SpecialTokens.of(more, tokenizer))
                    .isInstanceOf(TokenizerError.class)
                    .hasMessageContaining("<vis>")
                    .hasMessageContaining("<p>")
                    .hasMessageContaining("</p>")
                    .hasMessageContaining("411 rows");
        }
    }

    @Test
    void truncationStoredInTheFileIsNotObeyed() throws IOException {
        String json =
                text("qwen2vl-fp32")
                        .replaceFirst(
                                "\"truncation\"\\s*:\\s*null",
                                "\"truncation\":{\"direction\":\"Right\",\"max_length\":4,\"strategy\":\"LongestFirst\",\"stride\":0}");
        assertThat(json).contains("max_length");
        Files.writeString(folder.resolve("tokenizer.json"), json);
        try (Tokenizer tokenizer = Tokenizer.open(folder)) {
            assertThat(tokenizer.encode("hello there my good friend", true)).hasSizeGreaterThan(10);
        }
    }

    @Test
    void brokenFilesSayWhatIsWrong() throws IOException {
        Path file = folder.resolve("tokenizer.json");
        assertThatThrownBy(() -> Tokenizer.open(folder))
                .isInstanceOf(TokenizerError.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("missing");
        for (String bad :
                List.of(
                        "",
                        "not json",
                        text("llava15-fp32").substring(0, 3000),
                        "[1]",
                        "{\"a\": 1}",
                        "{\"model\":{\"type\":\"BPE\",\"vocab\":{\"a\":\"x\"}}}",
                        "{\"version\":\"1.0\",\"model\":{\"type\":\"Nothing\",\"vocab\":{\"a\":0}}}",
                        "{\"version\":\"1.0\",\"added_tokens\":[],\"model\":{\"type\":\"BPE\",\"vocab\":{\"a\":0},\"merges\":[\"x"
                            + " y\"]}}")) {
            Files.writeString(file, bad);
            assertThatThrownBy(() -> Tokenizer.open(folder).close())
                    .as(bad)
                    .isInstanceOf(TokenizerError.class)
                    .hasMessageContaining(file.toString());
        }
    }

    @Test
    void theOtherFilesNameTheSpecialTokens() throws IOException {
        assertThatThrownBy(() -> TokenizerFiles.read(folder))
                .hasMessageContaining("tokenizer.json");
        Files.writeString(folder.resolve("tokenizer.json"), text("llava15-fp32"));
        assertThat(TokenizerFiles.read(folder).eos()).isNull();
        Files.writeString(
                folder.resolve("special_tokens_map.json"),
                "{\"bos_token\": {\"content\": \"<s>\"}, \"eos_token\": \"<old>\"}");
        Files.writeString(
                folder.resolve("tokenizer_config.json"),
                "{\"eos_token\": \"</s>\", \"pad_token\": null, \"model_max_length\": 4096}");
        TokenizerFiles files = TokenizerFiles.read(folder);
        assertThat(files.bos()).isEqualTo("<s>");
        assertThat(files.eos()).isEqualTo("</s>");
        assertThat(files.pad()).isNull();
        assertThat(files.longestPrompt()).hasValue(4096);
        Files.writeString(folder.resolve("tokenizer_config.json"), "{\"eos_token\": ");
        assertThatThrownBy(() -> TokenizerFiles.read(folder))
                .isInstanceOf(TokenizerError.class)
                .hasMessageContaining("tokenizer_config.json")
                .hasMessageContaining("cut short");
    }

    @Test
    void manyThreadsMayEncode() throws Exception {
        try (Tokenizer tokenizer = golden("qwen2vl-fp32");
                var threads = Executors.newFixedThreadPool(4)) {
            String text = "the quick <|im_end|> brown 😀 fox ";
            int[] expected = tokenizer.encodeText(text);
            Callable<Boolean> work =
                    () ->
                            IntStream.range(0, 50)
                                    .allMatch(
                                            i ->
                                                    Arrays.equals(
                                                            expected, tokenizer.encodeText(text)));
            for (Future<Boolean> done : threads.invokeAll(List.of(work, work, work, work))) {
                assertThat(done.get()).isTrue();
            }
        }
    }

    private Tokenizer golden(String name) throws IOException {
        Path file = folder.resolve(name + ".json");
        Files.writeString(file, text(name));
        return Tokenizer.open(file);
    }

    private static String text(String name) throws IOException {
        try (InputStream in =
                TokenizerTest.class.getResourceAsStream(
                        "/golden/tokenizers/" + name + ".tokenizer.json")) {
            assertThat(in).as(name).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
