package io.fovea.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import io.fovea.testkit.OutsideData;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** Tokenizers of released models, which are not kept here, against llama.cpp's vectors. */
class RealTokenizersTest {

    @ParameterizedTest
    @CsvSource({"llama3, ggml-vocab-llama-bpe, 128256", "qwen3, ggml-vocab-qwen2, 151936"})
    void idsAreThoseOfLlamaCpp(String folder, String vectors, int rows) throws IOException {
        Path configs = OutsideData.folder("hf-configs");
        Path expected = configs.resolve("llama.cpp-vectors");
        String[] texts =
                Files.readString(expected.resolve(vectors + ".gguf.inp"))
                        .split(Pattern.quote("\n__ggml_vocab_test__\n"), -1);
        List<String> lines = Files.readAllLines(expected.resolve(vectors + ".gguf.out"));
        int compared = 0;
        try (Tokenizer tokenizer = Tokenizer.open(configs.resolve(folder))) {
            tokenizer.requireFits(rows);
            for (int i = 0; i < lines.size(); i++) {
                int[] ids =
                        Arrays.stream(lines.get(i).split(" "))
                                .filter(id -> !id.isBlank())
                                .mapToInt(Integer::parseInt)
                                .toArray();
                assertThat(tokenizer.encode(texts[i], false)).as(texts[i]).containsExactly(ids);
                assertThat(tokenizer.encode(List.of(new Piece.Plain(texts[i])), false))
                        .as(texts[i])
                        .containsExactly(ids);
                compared++;
            }
        }
        assertThat(compared).isGreaterThan(40);
    }
}
