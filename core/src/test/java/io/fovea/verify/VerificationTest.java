package io.fovea.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.fovea.checkpoint.CheckpointError;
import io.fovea.testkit.Golden;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Whole model folders against the software they come from, and changed ones that must not pass. */
class VerificationTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SMALL = "smolvlm-idefics3-nosplit-bf16";

    @TempDir Path temporary;

    private static List<Finding> verify(Path folder) {
        List<Finding> findings = new ArrayList<>();
        Verification.run(folder, findings::add);
        return findings;
    }

    private static List<String> failures(Path folder) {
        return verify(folder).stream().filter(finding -> !finding.ok()).map(Finding::line).toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bunny-llama3-fp16-sharded",
                "bunny-llama3-fp32",
                "llava15-fp16-sharded",
                "llava15-fp32",
                "llava15-full-select-bf16",
                "qwen2vl-fp32",
                "smolvlm-idefics3-fp32",
                "smolvlm-idefics3-nosplit-bf16",
                "text-llama-headdim-tied-bf16",
                "text-llama2-linear-rope-attnbias",
                "text-llama3-gqa-ropellama3-tied",
                "text-llama3-untied-fp16-sharded",
                "text-mistral-sliding",
                "text-phi3-longrope-sliding",
                "text-qwen2-tied"
            })
    void everyExpectationIsMet(String name) throws IOException {
        Path folder = Golden.open(name).file("");
        List<Finding> findings = verify(folder);
        assertThat(findings).allMatch(Finding::ok, "met");
        int tensors =
                JSON.readTree(folder.resolve("expected.json").toFile()).path("tensors").size();
        assertThat(findings.stream().filter(finding -> !Double.isNaN(finding.bound())).count())
                .as("tensors that were compared")
                .isGreaterThanOrEqualTo(tensors);
    }

    private Path copy(String name) throws IOException {
        Path from = Golden.open(name).file("");
        Path to = temporary.resolve(name);
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
        return to;
    }

    @Test
    void aChangedWeightFails() throws IOException {
        Path folder = copy(SMALL);
        Path shard = folder.resolve("model-00002-of-00002.safetensors");
        byte[] bytes = Files.readAllBytes(shard);
        bytes[bytes.length - 1] ^= 0x01;
        Files.write(shard, bytes);
        assertThat(failures(folder)).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "case0.pixel_values_u8",
                "case0.image_features",
                "case0.logits",
                "case1.input_ids",
                "decoded_rgb.gray.png"
            })
    void aChangedNumberFails(String tensor) throws IOException {
        Path folder = copy(SMALL);
        Path file = folder.resolve("expected.safetensors");
        byte[] bytes = Files.readAllBytes(file);
        int header = (int) bytes[0] & 0xff | (bytes[1] & 0xff) << 8 | (bytes[2] & 0xff) << 16;
        var info = JSON.readTree(new String(bytes, 8, header, StandardCharsets.UTF_8)).path(tensor);
        int begin = 8 + header + info.path("data_offsets").get(0).asInt();
        // The lowest byte of a whole number, the highest but one of a real one.
        bytes[info.path("dtype").asText().equals("F32") ? begin + 2 : begin] ^= 0x40;
        Files.write(file, bytes);
        assertThat(failures(folder)).anyMatch(line -> line.startsWith(tensor));
    }

    private List<String> afterChange(Consumer<ObjectNode> change) throws IOException {
        Path folder = copy(SMALL);
        Path file = folder.resolve("expected.json");
        ObjectNode words = (ObjectNode) JSON.readTree(file.toFile());
        change.accept(words);
        JSON.writeValue(file.toFile(), words);
        return failures(folder);
    }

    private static ObjectNode firstCase(ObjectNode words) {
        return (ObjectNode) words.path("cases").get(0);
    }

    @ParameterizedTest
    @CsvSource({
        "prompt, '\"another\"'",
        "generated_text, '\"another\"'",
        "generated_ids, '[1, 2]'",
        "generated_ids_no_cache, '[1, 2]'",
        "no_cache_agrees, false",
        "min_top2_margin, 0.5",
        "logits_absmax, 1.0",
        "logits_fp32_vs_fp64_maxabs, 1.0",
        "n_tiles, 7",
        "images, '[\"gray.png\"]'",
        "perplexity, 12.5"
    })
    void aChangedWordFails(String key, String value) throws IOException {
        var tree = JSON.readTree(value);
        assertThat(afterChange(words -> firstCase(words).set(key, tree)))
                .anyMatch(line -> line.startsWith("case0"));
    }

    @ParameterizedTest
    @CsvSource({
        "family, '\"llava\"'",
        "image_token_id, 7",
        "image_seq_len, 9",
        "seed, '\"x\"'",
        "reload_maxabs, 0.1",
        "something, 1"
    })
    void aChangedWordOfTheWholeFails(String key, String value) throws IOException {
        var tree = JSON.readTree(value);
        assertThat(afterChange(words -> words.set(key, tree)))
                .anyMatch(line -> line.startsWith(key));
    }

    @Test
    void anUnlistedTensorAndAnUnknownOneFail() throws IOException {
        Path folder = copy(SMALL);
        Path file = folder.resolve("expected.safetensors");
        String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        Files.write(
                file,
                text.replace("\"case0.logits\"", "\"case0.logitz\"")
                        .getBytes(StandardCharsets.ISO_8859_1));
        assertThat(failures(folder))
                .anyMatch(line -> line.startsWith("tensors"))
                .anyMatch(line -> line.startsWith("case0.logitz") && line.contains("understood"));
    }

    @Test
    void aCaseThatIsLostFails() throws IOException {
        assertThat(afterChange(words -> ((ArrayNode) words.path("cases")).remove(1)))
                .anyMatch(line -> line.startsWith("case1."));
    }

    @Test
    void aFolderWithoutExpectationsIsRefused() throws IOException {
        Path folder = copy(SMALL);
        Files.delete(folder.resolve("expected.json"));
        assertThatThrownBy(() -> verify(folder))
                .isInstanceOf(CheckpointError.class)
                .hasMessageContaining("no expected.json");
    }
}
