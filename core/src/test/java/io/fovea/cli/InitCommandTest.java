package io.fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.fovea.assistant.Assistant;
import io.fovea.assistant.AssistantConfig;
import io.fovea.chat.Answer;
import io.fovea.chat.AnswerListener;
import io.fovea.chat.ContentPart;
import io.fovea.chat.Conversation;
import io.fovea.chat.Message;
import io.fovea.config.StrictJson;
import io.fovea.generate.GenerationConfig;
import io.fovea.geometry.Canvas;
import io.fovea.image.Image;
import io.fovea.image.ImageWriter;
import io.fovea.testkit.Golden;
import io.fovea.testkit.TinyModels;
import io.fovea.testkit.TinyRecipes;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** {@code fovea init}: random models that the other verbs take. */
class InitCommandTest {

    private static final String EXPECTED = "expected.json";

    @TempDir Path temporary;

    private static Image picture() {
        byte[] rgb = new byte[3 * 70 * 50];
        new Random(3).nextBytes(rgb);
        return new Image(new Canvas(70, 50), rgb);
    }

    private static String golden(String name) {
        return Golden.open(name).file("config.json").getParent().toString();
    }

    private Path init(String config, String name, String... more) {
        Path out = temporary.resolve(name);
        String[] all =
                Stream.concat(
                                Stream.of("init", config, "--out", out.toString()),
                                Arrays.stream(more))
                        .toArray(String[]::new);
        Ran ran = Ran.of(all);
        assertThat(ran.code()).as(ran.err()).isZero();
        return out;
    }

    private static Answer answer(Path folder) {
        try (Assistant assistant = Assistant.open(AssistantConfig.of(folder).withThreads(1))) {
            boolean sees = assistant.info().vision().layers() > 0;
            Message words = Message.user("what is it");
            Message both =
                    Message.user(
                            new ContentPart.Picture(picture()), new ContentPart.Text("what is it"));
            return assistant
                    .reply(
                            Conversation.of(sees ? both : words),
                            GenerationConfig.GREEDY.withMaxTokens(3),
                            AnswerListener.NONE)
                    .answer();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "bunny-llama3-fp32, bunny-llama, float32",
        "llava15-fp16-sharded, llava, float16",
        "llava15-full-select-bf16, llava, bfloat16",
        "qwen2vl-fp32, qwen2_vl, float32",
        "smolvlm-idefics3-fp32, idefics3, float32",
        "text-llama3-gqa-ropellama3-tied, llama, float32",
        "text-mistral-sliding, mistral, float32",
        "text-phi3-longrope-sliding, phi3, float32",
        "text-qwen2-tied, qwen2, float32"
    })
    void everyFamilyBeginsFromItsConfigAndAnswers(String name, String family, String type)
            throws IOException {
        Path out = init(golden(name), name);
        JsonNode found = Ran.of("inspect", out.toString(), "--json").json();
        assertThat(found.path("family").asText()).isEqualTo(family);
        assertThat(found.path("missing")).isEmpty();
        assertThat(found.path("unexpected")).isEmpty();
        assertThat(found.path("misshapen")).isEmpty();
        assertThat(StrictJson.tree(out.resolve("config.json")).path("torch_dtype").asText())
                .isEqualTo(type);
        assertThat(out.resolve(EXPECTED)).doesNotExist();
        assertThat(answer(out).usage().promptTokens()).isPositive();
    }

    @Test
    void aFoveaConfigAndARecipeBeginAModelThatKnowsPlaces() throws IOException {
        Path model = TinyModels.folder(temporary.resolve("made"), TinyModels.Size.TINY, 1);
        Path again = init(model.toString(), "again", "--dtype", "float16");
        Path recipe = temporary.resolve("recipe.json");
        Files.writeString(recipe, StrictJson.write(TinyRecipes.recipe(1, 1, 1, 1)));
        Path start = init(recipe.toString(), "start");
        Path photo = temporary.resolve("photo.png");
        ImageWriter.write(picture(), photo);
        for (Path folder : List.of(again, start)) {
            Ran ran =
                    Ran.of(
                            "ground",
                            photo.toString(),
                            "the red car",
                            "--model",
                            folder.toString(),
                            "--json");
            assertThat(ran.code()).as(ran.err()).isZero();
            assertThat(ran.json().has("regions")).isTrue();
        }
    }

    @Test
    void aSeedGivesTheSameBytes() throws IOException {
        String config = golden("smolvlm-idefics3-fp32");
        Map<String, byte[]> first = contents(init(config, "a", "--seed", "3"));
        Map<String, byte[]> second = contents(init(config, "b", "--seed", "3"));
        Map<String, byte[]> third = contents(init(config, "c", "--seed", "4"));
        assertThat(first).containsKeys("config.json", "model.safetensors", "tokenizer.json");
        assertThat(second.keySet()).isEqualTo(first.keySet());
        first.forEach((name, bytes) -> assertThat(second.get(name)).as(name).isEqualTo(bytes));
        assertThat(third.get("model.safetensors")).isNotEqualTo(first.get("model.safetensors"));
    }

    private static Map<String, byte[]> contents(Path folder) throws IOException {
        Map<String, byte[]> contents = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                contents.put(file.getFileName().toString(), Files.readAllBytes(file));
            }
        }
        contents.remove("fovea.json"); // it tells the time
        return contents;
    }

    @Test
    void jsonTellsWhatWasWritten() {
        Path out = temporary.resolve("model");
        JsonNode json =
                Ran.of("init", golden("text-qwen2-tied"), "--out", out.toString(), "--json").json();
        assertThat(json.path("folder").asText()).isEqualTo(out.toString());
        assertThat(json.path("family").asText()).isEqualTo("qwen2");
        assertThat(json.path("dtype").asText()).isEqualTo("float32");
        assertThat(json.path("bytes").asLong()).isEqualTo(4 * json.path("parameters").asLong());
        assertThat(json.path("tensors").asInt()).isPositive();
    }

    @Test
    void aNameThatIsTakenIsRefusedAndLeftAlone() throws IOException {
        Path taken = Files.createDirectory(temporary.resolve("taken"));
        Files.writeString(taken.resolve("mine.txt"), "mine");
        Ran ran = Ran.of("init", golden("text-qwen2-tied"), "--out", taken.toString());
        assertThat(ran.code()).isEqualTo(ExitCodes.FAILURE);
        assertThat(ran.err()).contains("something by this name");
        assertThat(taken.resolve("mine.txt")).hasContent("mine");
        assertThat(taken.resolve("config.json")).doesNotExist();
    }

    @Test
    void whatIsNoModelIsRefusedAndLeavesNothing() throws IOException {
        refused("no-such-shape", "none of the shapes that are known by name: llava-1.5-7b");
        refused(
                changed("llava15-fp32", "family", config -> config.put("model_type", "resnet")),
                "model_type 'resnet'");
        refused(
                changed("text-qwen2-tied", "heads", config -> config.put("hidden_size", 50)),
                "heads");
        refused(
                changed("text-qwen2-tied", "rows", config -> config.put("vocab_size", 100)),
                "a model of 100");
        Path words = Path.of(changed("text-qwen2-tied", "words", config -> {}));
        Files.delete(words.resolve("tokenizer.json"));
        refused(words.toString(), "no tokenizer.json");
        Path eyes = Path.of(changed("llava15-fp32", "eyes", config -> {}));
        Files.delete(eyes.resolve("preprocessor_config.json"));
        refused(eyes.toString(), "preprocessor_config.json");
        refused(temporary.resolve("nothing").toString(), "nothing");
        assertThat(Ran.of("init", "x", "--out", "y", "--dtype", "int8").code())
                .isEqualTo(ExitCodes.USAGE);
        assertThat(Ran.of("init", "llava-1.5-7b").code()).isEqualTo(ExitCodes.USAGE);
    }

    private void refused(String config, String why) throws IOException {
        Path parent = temporary.resolve("refused");
        Ran ran = Ran.of("init", config, "--out", parent.resolve("model").toString());
        assertThat(ran.code()).isEqualTo(ExitCodes.FAILURE);
        assertThat(ran.err()).contains(why).doesNotContain(".tmp").doesNotContain("\tat ");
        if (Files.exists(parent)) {
            assertThat(parent).isEmptyDirectory();
        }
    }

    /** A copy of a golden folder without weights, its config changed. */
    private String changed(String name, String copy, Consumer<ObjectNode> change)
            throws IOException {
        Path folder = Files.createDirectory(temporary.resolve(copy));
        try (Stream<Path> files = Files.list(Path.of(golden(name)))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (!file.toString().endsWith(".safetensors")) {
                    Files.copy(file, folder.resolve(file.getFileName()));
                }
            }
        }
        ObjectNode config = StrictJson.tree(folder.resolve("config.json")).deepCopy();
        change.accept(config);
        Files.writeString(folder.resolve("config.json"), StrictJson.write(config));
        return folder.toString();
    }

    @Test
    void anotherTokenizerIsTaken() throws IOException {
        Path words = Path.of(changed("text-qwen2-tied", "wordless", config -> {}));
        Path tokenizer = temporary.resolve("my-words.json");
        Files.move(words.resolve("tokenizer.json"), tokenizer);
        Path out = init(words.toString(), "model", "--tokenizer", tokenizer.toString());
        assertThat(out.resolve("tokenizer.json")).hasSameBinaryContentAs(tokenizer);
        assertThat(answer(out).usage().promptTokens()).isPositive();
    }
}
