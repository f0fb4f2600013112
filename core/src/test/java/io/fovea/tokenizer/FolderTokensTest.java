package io.fovea.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

class FolderTokensTest {

    @TempDir private Path folder;

    @BeforeEach
    void copyATokenizer() throws IOException {
        try (InputStream in =
                getClass()
                        .getResourceAsStream(
                                "/golden/text-llama3-untied-fp16-sharded/tokenizer.json")) {
            Files.copy(in, folder.resolve("tokenizer.json"));
        }
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "bunny-llama3-fp32, 366, 369, 367",
                "llava15-fp32, 1, 407, 2",
                "qwen2vl-fp32, 346, 346, 348",
                "smolvlm-idefics3-fp32, 337, 338, 341",
                "text-llama2-linear-rope-attnbias, 1, -, 2",
                "text-llama3-gqa-ropellama3-tied, 376, 379, 383",
                "text-phi3-longrope-sliding, 1, 0, 2",
                "text-qwen2-tied, 366, 366, 368"
            })
    void foldersOfEveryFamily(String name, int bos, Integer pad, int end)
            throws URISyntaxException {
        URL resource = getClass().getResource("/golden/" + name);
        Path golden = Path.of(resource.toURI());
        try (Tokenizer tokenizer = Tokenizer.open(golden)) {
            FolderTokens tokens = FolderTokens.read(golden, tokenizer);
            assertThat(tokens.bos()).isEqualTo(bos);
            assertThat(tokens.pad()).isEqualTo(pad);
            assertThat(tokens.ends()).containsExactly(end);
        }
    }

    @Test
    void severalTokensMayEndAnAnswer() throws IOException {
        write("generation_config.json", "{\"eos_token_id\": [377, 383]}");
        assertThat(read().ends()).containsExactlyInAnyOrder(377, 383);
    }

    @Test
    void endsComeFromTheFirstFileThatNamesThem() throws IOException {
        write("tokenizer_config.json", "{\"eos_token\": {\"content\": \"<|eot_id|>\"}}");
        assertThat(read().ends()).containsExactly(383);
        write("config.json", "{\"text_config\": {\"eos_token_id\": 382}}");
        assertThat(read().ends()).containsExactly(382);
        write("config.json", "{\"eos_token_id\": 381, \"text_config\": {\"eos_token_id\": 382}}");
        assertThat(read().ends()).containsExactly(381);
        write("generation_config.json", "{\"eos_token_id\": 377}");
        assertThat(read().ends()).containsExactly(377);
    }

    @Test
    void aFolderThatNamesNothingHasNothing() {
        assertThat(read()).isEqualTo(new FolderTokens(Map.of(), null, null, Set.of()));
    }

    @Test
    void theConfigWinsOverTheMap() throws IOException {
        write(
                "special_tokens_map.json",
                "{\"bos_token\": \"<|eom_id|>\", \"unk_token\": {\"content\": \"<|eot_id|>\"}}");
        write("tokenizer_config.json", "{\"bos_token\": \"<|begin_of_text|>\", \"x\": 1}");
        FolderTokens tokens = read();
        assertThat(tokens.bos()).isEqualTo(376);
        assertThat(tokens.names())
                .containsEntry("bos_token", "<|begin_of_text|>")
                .containsEntry("unk_token", "<|eot_id|>")
                .hasSize(2);
    }

    @Test
    void idsOutsideTheTokenizerAreRefused() throws IOException {
        write("generation_config.json", "{\"eos_token_id\": [377, 128009]}");
        assertThatThrownBy(this::read)
                .isInstanceOf(TokenizerError.class)
                .hasMessageContaining("128009")
                .hasMessageContaining("0..383");
    }

    @Test
    void aTokenizerThatIsTooLargeIsRefused() {
        try (Tokenizer tokenizer = Tokenizer.open(folder)) {
            tokenizer.requireFits(384);
            assertThatThrownBy(() -> tokenizer.requireFits(383))
                    .isInstanceOf(TokenizerError.class)
                    .hasMessageContaining("384 tokens")
                    .hasMessageContaining("383");
            assertThat(tokenizer.specials()).hasSize(8).contains("<|eot_id|>");
        }
    }

    private FolderTokens read() {
        try (Tokenizer tokenizer = Tokenizer.open(folder)) {
            return FolderTokens.read(folder, tokenizer);
        }
    }

    private void write(String name, String json) throws IOException {
        Files.writeString(folder.resolve(name), json);
    }
}
