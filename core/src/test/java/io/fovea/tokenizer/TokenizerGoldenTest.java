package io.fovea.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import java.util.zip.GZIPInputStream;

/** Ids and texts against huggingface/tokenizers; see golden/tokenizers/PROVENANCE.md. */
class TokenizerGoldenTest {

    private static final String FOLDER = "/golden/tokenizers/";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bunny-llama3-fp32",
                "llava15-fp32",
                "llava15-full-select-bf16",
                "qwen2vl-fp32",
                "smolvlm-idefics3-fp32",
                "text-llama3-gqa-ropellama3-tied",
                "text-phi3-longrope-sliding",
                "text-qwen2-tied",
                "text-mistral-sliding"
            })
    void smallTokenizersOfEveryFamily(String name, @TempDir Path folder) throws IOException {
        Path file = folder.resolve("tokenizer.json");
        try (InputStream in = resource(name + ".tokenizer.json")) {
            Files.copy(in, file);
        }
        check(folder, "small." + name + ".expected.json");
    }

    @Test
    void qwen25AsReleased(@TempDir Path folder) throws IOException {
        try (InputStream in = new GZIPInputStream(resource("qwen2_5.tokenizer.json.gz"))) {
            Files.copy(in, folder.resolve("tokenizer.json"));
        }
        check(folder, "qwen2_5.expected.json");
    }

    private static void check(Path folder, String expected) throws IOException {
        JsonNode cases = new ObjectMapper().readTree(resource(expected)).path("cases");
        assertThat(cases).hasSizeGreaterThan(10);
        try (Tokenizer tokenizer = Tokenizer.open(folder)) {
            Pattern specials = specials(folder);
            for (JsonNode one : cases) {
                checkCase(tokenizer, one, specials);
            }
        }
    }

    private static void checkCase(Tokenizer tokenizer, JsonNode one, Pattern specials) {
        String text = one.path("text").textValue();
        int[] ids = ints(one.path("ids"));
        int[] bare = ints(one.path("ids_no_special"));
        assertThat(tokenizer.encode(text, true))
                .as("encode with special: %s", text)
                .containsExactly(ids);
        assertThat(tokenizer.encode(text, false)).as("encode: %s", text).containsExactly(bare);
        List<String> tokens =
                StreamSupport.stream(one.path("tokens").spliterator(), false)
                        .map(JsonNode::textValue)
                        .toList();
        assertThat(Arrays.stream(bare).mapToObj(tokenizer::tokenOf).toList())
                .as(text)
                .isEqualTo(tokens);
        List<Piece> pieces = pieces(text, specials, tokenizer);
        assertThat(tokenizer.encode(pieces, true))
                .as("pieces with special: %s", text)
                .containsExactly(ids);
        assertThat(tokenizer.encode(pieces, false)).as("pieces: %s", text).containsExactly(bare);
        checkDecoding(tokenizer, bare, false, one.path("decoded").textValue());
        checkDecoding(tokenizer, ids, true, one.path("decoded_skip_special").textValue());
    }

    private static void checkDecoding(
            Tokenizer tokenizer, int[] ids, boolean skip, String expected) {
        assertThat(tokenizer.decode(ids, skip)).as("decode, skip %s", skip).isEqualTo(expected);
        for (boolean either : new boolean[] {true, false}) {
            StreamingDecoder stream = tokenizer.streamingDecoder(either);
            String streamed =
                    Arrays.stream(ids).mapToObj(stream::next).collect(Collectors.joining());
            assertThat(streamed + stream.finish())
                    .as("streamed, skip %s", either)
                    .isEqualTo(tokenizer.decode(ids, either));
        }
    }

    private static List<Piece> pieces(String text, Pattern specials, Tokenizer tokenizer) {
        List<Piece> pieces = new ArrayList<>();
        int from = 0;
        for (MatchResult special : specials.matcher(text).results().toList()) {
            pieces.add(new Piece.Plain(text.substring(from, special.start())));
            pieces.add(new Piece.Special(tokenizer.idOf(special.group()).orElseThrow()));
            from = special.end();
        }
        pieces.add(new Piece.Plain(text.substring(from)));
        return pieces;
    }

    private static Pattern specials(Path folder) throws IOException {
        JsonNode added =
                new ObjectMapper()
                        .readTree(folder.resolve("tokenizer.json").toFile())
                        .path("added_tokens");
        return Pattern.compile(
                StreamSupport.stream(added.spliterator(), false)
                        .filter(token -> token.path("special").asBoolean())
                        .map(token -> Pattern.quote(token.path("content").textValue()))
                        .collect(Collectors.joining("|")));
    }

    private static int[] ints(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .mapToInt(JsonNode::intValue)
                .toArray();
    }

    private static InputStream resource(String name) {
        InputStream in = TokenizerGoldenTest.class.getResourceAsStream(FOLDER + name);
        assertThat(in).as(name).isNotNull();
        return in;
    }
}
