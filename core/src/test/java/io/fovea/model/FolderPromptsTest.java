package io.fovea.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.fovea.chat.ChatTemplate.Markers;
import io.fovea.chat.ChatTemplates;
import io.fovea.chat.ContentPart;
import io.fovea.chat.Conversation;
import io.fovea.chat.JinjaTemplate;
import io.fovea.chat.Message;
import io.fovea.chat.PlainPrompt;
import io.fovea.chat.PromptFormat;
import io.fovea.chat.Rendered;
import io.fovea.chat.Segment;
import io.fovea.chat.TemplateFiles;
import io.fovea.geometry.Canvas;
import io.fovea.image.Image;
import io.fovea.tokenizer.FolderTokens;
import io.fovea.tokenizer.Piece;
import io.fovea.tokenizer.Tokenizer;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Prompts and ids of Hugging Face folders; see golden/NAME/PROVENANCE.md. */
class FolderPromptsTest {

    private static final Image PICTURE = new Image(new Canvas(2, 1), new byte[6]);

    @ParameterizedTest
    @CsvSource({
        "llava15-fp32, <image>, 5",
        "llava15-fp16-sharded, <image>, 3",
        "llava15-full-select-bf16, <image>, 4",
        "qwen2vl-fp32, <|image_pad|>, 3",
        "smolvlm-idefics3-fp32, <image>, 3",
        "smolvlm-idefics3-nosplit-bf16, <image>, 2",
        "text-llama-headdim-tied-bf16, , 3",
        "text-llama2-linear-rope-attnbias, , 2",
        "text-llama3-gqa-ropellama3-tied, , 3",
        "text-llama3-untied-fp16-sharded, , 3",
        "text-mistral-sliding, , 2",
        "text-phi3-longrope-sliding, , 3",
        "text-qwen2-tied, , 3"
    })
    void promptAndIdsAreThoseOfTransformers(String name, @Nullable String image, int count)
            throws IOException, URISyntaxException {
        Path folder = folder(name);
        try (Tokenizer tokenizer = Tokenizer.open(folder)) {
            PromptFormat template = template(folder, tokenizer, image);
            JsonNode cases = cases(folder);
            assertThat(cases).hasSize(count);
            for (JsonNode one : cases) {
                String prompt = one.path("prompt").textValue();
                Rendered rendered =
                        one.has("conversation")
                                ? template.rendered(conversation(one.path("conversation")))
                                : new PlainPrompt().rendered(Conversation.of(Message.user(prompt)));
                assertThat(rendered.text(String.valueOf(image), "")).isEqualTo(prompt);
                int[] ids =
                        PromptPieces.ids(
                                rendered.joined(),
                                tokenizer,
                                pictures(one, tokenizer, image),
                                null);
                assertThat(ids).as(prompt).containsExactly(expected(one, tokenizer, image));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"bunny-llama3-fp32", "bunny-llama3-fp16-sharded"})
    void bunnyIsCutWhereThePictureGoes(String name) throws IOException, URISyntaxException {
        Path folder = folder(name);
        try (Tokenizer tokenizer = Tokenizer.open(folder)) {
            for (JsonNode one : cases(folder)) {
                List<ContentPart> parts = new ArrayList<>();
                one.path("images").forEach(ignored -> parts.add(new ContentPart.Picture(PICTURE)));
                parts.add(new ContentPart.Text(one.path("question").textValue()));
                Rendered rendered =
                        ChatTemplates.BUNNY_LLAMA_3.rendered(
                                new Conversation(List.of(new Message(Message.Role.USER, parts))));
                assertThat(rendered.text("<image>", "")).isEqualTo(one.path("prompt").textValue());
                IntStream.Builder ids = IntStream.builder();
                boolean first = true;
                for (Segment segment : rendered.joined().segments()) {
                    if (segment instanceof Segment.Image) {
                        ids.add(-200);
                    } else {
                        Rendered chunk = new Rendered(List.of(segment), first);
                        Arrays.stream(PromptPieces.ids(chunk, tokenizer, i -> List.of(), null))
                                .forEach(ids);
                    }
                    first = false;
                }
                assertThat(ids.build().toArray()).containsExactly(ints(one.path("input_ids")));
            }
        }
    }

    private static PromptFormat template(Path folder, Tokenizer tokenizer, @Nullable String image) {
        Optional<String> text = TemplateFiles.read(folder);
        if (text.isEmpty()) {
            return new PlainPrompt();
        }
        FolderTokens tokens = FolderTokens.read(folder, tokenizer);
        return new JinjaTemplate(
                new JinjaTemplate.Setting(
                        text.get(), tokens.names(), tokenizer.specials(), image, Markers.NONE));
    }

    /** One image token for a picture; of Idefics3 the text around its tiles, four tokens each. */
    private static IntFunction<List<Piece>> pictures(
            JsonNode one, Tokenizer tokenizer, @Nullable String image) {
        if (!one.has("n_tiles")) {
            return index -> List.of(special(tokenizer, String.valueOf(image)));
        }
        boolean split = one.path("n_tiles").intValue() == 13;
        return index -> {
            List<Piece> pieces = new ArrayList<>();
            for (int row = 1; split && row <= 3; row++) {
                for (int column = 1; column <= 4; column++) {
                    tile(pieces, tokenizer, "<row_" + row + "_col_" + column + ">");
                }
                pieces.add(new Piece.Plain("\n"));
            }
            pieces.add(new Piece.Plain(split ? "\n" : ""));
            tile(pieces, tokenizer, "<global-img>");
            pieces.add(special(tokenizer, "<fake_token_around_image>"));
            return pieces;
        };
    }

    private static void tile(List<Piece> pieces, Tokenizer tokenizer, String name) {
        pieces.add(special(tokenizer, "<fake_token_around_image>"));
        pieces.add(special(tokenizer, name));
        for (int i = 0; i < 4; i++) {
            pieces.add(special(tokenizer, "<image>"));
        }
    }

    private static Piece special(Tokenizer tokenizer, String token) {
        return new Piece.Special(tokenizer.idOf(token).orElseThrow());
    }

    /** The ids of a case; runs of the image token as one where each picture is such a run. */
    private static int[] expected(JsonNode one, Tokenizer tokenizer, @Nullable String image) {
        int[] ids = ints(one.path("input_ids"));
        if (image == null || one.has("n_tiles")) {
            return ids;
        }
        int run = tokenizer.idOf(image).orElseThrow();
        return IntStream.range(0, ids.length)
                .filter(i -> i == 0 || ids[i] != run || ids[i - 1] != run)
                .map(i -> ids[i])
                .toArray();
    }

    private static Conversation conversation(JsonNode turns) {
        List<Message> messages = new ArrayList<>();
        for (JsonNode turn : turns) {
            List<ContentPart> parts = new ArrayList<>();
            if (turn.path("content").isTextual()) {
                parts.add(new ContentPart.Text(turn.path("content").textValue()));
            }
            for (JsonNode part : turn.path("content")) {
                parts.add(
                        part.path("type").asText().equals("image")
                                ? new ContentPart.Picture(PICTURE)
                                : new ContentPart.Text(part.path("text").textValue()));
            }
            String role = turn.path("role").textValue().toUpperCase(Locale.ROOT);
            messages.add(new Message(Message.Role.valueOf(role), parts));
        }
        return new Conversation(messages);
    }

    private static Path folder(String name) throws URISyntaxException {
        URL resource = FolderPromptsTest.class.getResource("/golden/" + name);
        assertThat(resource).as(name).isNotNull();
        return Path.of(resource.toURI());
    }

    private static JsonNode cases(Path folder) throws IOException {
        return new ObjectMapper().readTree(folder.resolve("cases.json").toFile()).path("cases");
    }

    private static int[] ints(JsonNode array) {
        return IntStream.range(0, array.size()).map(i -> array.get(i).intValue()).toArray();
    }
}
