package io.fovea.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.fovea.chat.ChatTemplate.Markers;
import io.fovea.chat.ContentPart.Grounded;
import io.fovea.chat.ContentPart.Picture;
import io.fovea.chat.ContentPart.Place;
import io.fovea.chat.ContentPart.Text;
import io.fovea.chat.Segment.Control;
import io.fovea.chat.Segment.Words;
import io.fovea.config.StrictJson;
import io.fovea.geometry.Box;
import io.fovea.geometry.Canvas;
import io.fovea.geometry.Region;
import io.fovea.image.Image;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

class ChatTemplateTest {

    private static final Image PICTURE = new Image(new Canvas(2, 1), new byte[6]);
    private static final Region LEFT = Region.of(new Box(0, 0, 1, 1, PICTURE.canvas()));
    private static final Region RIGHT = Region.of(new Box(1, 0, 2, 1, PICTURE.canvas()));

    @ParameterizedTest
    @CsvSource({
        "llava-1.5-hf, llava15-fp32, <image>, 5", "smolvlm, smolvlm-idefics3-fp32, <image>, 3",
        "chatml, qwen2vl-fp32, <|image_pad|>, 3", "bunny-llama-3, bunny-llama3-fp32, <image>, 3"
    })
    void promptsAreThoseOfTheModelsAuthors(String template, String golden, String image, int count)
            throws IOException {
        JsonNode cases = golden(golden).path("cases");
        assertThat(cases).hasSize(count);
        for (JsonNode one : cases) {
            List<Segment> segments = ChatTemplates.named(template).render(conversation(one));
            assertThat(Segment.text(segments, image, "<vis>"))
                    .isEqualTo(one.path("prompt").textValue());
            assertThat(segments.stream().filter(Segment.Image.class::isInstance))
                    .hasSize(one.path("images").size());
        }
    }

    @Test
    void vicunaTeachesTheAnswerAndItsEnd() {
        List<Segment> segments =
                ChatTemplates.VICUNA_V1.render(
                        Conversation.of(
                                Message.user(new Text("What?"), new Picture(PICTURE)),
                                        Message.assistant("A cat."),
                                Message.user("And?"), Message.assistant("A dog.")));
        String system = ChatTemplates.VICUNA_V1.defaultSystem();
        assertThat(segments)
                .containsExactly(
                        new Words(system + " USER: ", false),
                        new Segment.Image(0),
                        new Words("\nWhat? ASSISTANT:", false),
                        new Words(" A cat.", true),
                        new Control("</s>", true),
                        new Words("USER: And? ASSISTANT:", false),
                        new Words(" A dog.", true),
                        new Control("</s>", true));
    }

    @Test
    void chatmlEndsTurnsWithTokensAndOpensTheAnswer() {
        assertThat(
                        ChatTemplates.CHATML.render(
                                Conversation.of(
                                        new Message(
                                                Message.Role.SYSTEM,
                                                List.of(new Text("Be brief."))),
                                        Message.user("Hi"),
                                        Message.assistant("Yo"))))
                .containsExactly(
                        new Control("<|im_start|>", false),
                        new Words("system\nBe brief.", false),
                        new Control("<|im_end|>", false),
                        new Words("\n", false),
                        new Control("<|im_start|>", false),
                        new Words("user\nHi", false),
                        new Control("<|im_end|>", false),
                        new Words("\n", false),
                        new Control("<|im_start|>", false),
                        new Words("assistant\n", false),
                        new Words("Yo", true),
                        new Control("<|im_end|>", true),
                        new Words("\n", false));
    }

    @Test
    void llama3AndPhi3Wording() {
        Conversation hi = Conversation.of(Message.user("Hi"));
        assertThat(Segment.text(ChatTemplates.LLAMA_3.render(hi), "", ""))
                .isEqualTo(
                        "<|begin_of_text|><|start_header_id|>user<|end_header_id|>\n\nHi<|eot_id|>"
                                + "<|start_header_id|>assistant<|end_header_id|>\n\n");
        assertThat(Segment.text(ChatTemplates.PHI_3.render(hi), "", ""))
                .isEqualTo("<|user|>\nHi<|end|>\n<|assistant|>\n");
    }

    @Test
    void miniPutsTheAnswerRightAfterTheQuestion() {
        assertThat(
                        ChatTemplates.FOVEA_MINI.render(
                                Conversation.of(
                                        Message.user(
                                                new Picture(PICTURE),
                                                new Text("  Where is  the\nred Dog?! ")),
                                        Message.assistant(new Place(LEFT)))))
                .containsExactly(
                        new Segment.Image(0),
                        new Words("where is the red dog", false),
                        new Segment.Place(LEFT, true),
                        new Control("</s>", true));
        assertThat(ChatTemplates.FOVEA_MINI.render(Conversation.of(Message.user("Where?"))))
                .containsExactly(new Words("where", false));
    }

    @Test
    void typedTokensStayWords() {
        String typed = "is <vis> or <image> or </s> or <|im_end|> there";
        for (String name : ChatTemplates.names()) {
            List<Segment> segments =
                    ChatTemplates.named(name).render(Conversation.of(Message.user(typed)));
            assertThat(segments)
                    .as(name)
                    .noneMatch(Segment.Image.class::isInstance)
                    .noneMatch(Segment.Place.class::isInstance)
                    .anyMatch(
                            segment ->
                                    segment instanceof Words(String text, boolean answer)
                                            && !answer
                                            && text.contains(typed));
        }
        assertThat(ChatTemplates.FOVEA_MINI.render(Conversation.of(Message.user(typed))))
                .containsExactly(new Words(typed, false));
    }

    @Test
    void placesInAQuestion() {
        assertThat(
                        ChatTemplates.FOVEA_MINI.render(
                                Conversation.of(
                                        Message.user(
                                                new Text("What is "),
                                                new Text("left of"),
                                                new Place(RIGHT),
                                                new Text("here?")),
                                        Message.assistant("a dog"))))
                .containsExactly(
                        new Words("what is left of", false),
                        new Segment.Place(RIGHT, false),
                        new Words("here", false),
                        new Words("a dog", true),
                        new Control("</s>", true));
    }

    @Test
    void groundedCaptionsSeveralPlacesAndNone() {
        ChatTemplate marked =
                ChatTemplates.FOVEA_MINI.withMarkers(new Markers(true, null, null, "<p>", "</p>"));
        Message caption =
                Message.assistant(
                        new Grounded("two dogs", List.of(LEFT, RIGHT)),
                        new Text(" and "),
                        new Grounded("no cat", List.of()));
        assertThat(marked.render(Conversation.of(Message.user("Describe."), caption)))
                .containsExactly(
                        new Words("describe", false),
                        new Control("<p>", true),
                        new Words("two dogs", true),
                        new Control("</p>", true),
                        new Segment.Place(LEFT, true),
                        new Segment.Place(RIGHT, true),
                        new Words(" and ", true),
                        new Control("<p>", true),
                        new Words("no cat", true),
                        new Control("</p>", true),
                        new Control("</s>", true));
        assertThat(
                        ChatTemplates.FOVEA_MINI.render(
                                Conversation.of(
                                        Message.user("describe"),
                                        Message.assistant(
                                                new Text("I see"),
                                                new Grounded("a dog", List.of(LEFT))))))
                .containsExactly(
                        new Words("describe", false),
                        new Words("I see", true),
                        new Control("<p>", true),
                        new Words("a dog", true),
                        new Segment.Place(LEFT, true),
                        new Control("</s>", true));
    }

    @Test
    void placeMarkersStandAroundEachPlace() {
        ChatTemplate marked =
                ChatTemplates.LLAVA_1_5.withMarkers(new Markers(true, "<b>", "</b>", null, null));
        assertThat(
                        Segment.text(
                                marked.render(
                                        Conversation.of(
                                                Message.user("Dogs?"),
                                                Message.assistant(
                                                        new Text("Here: "),
                                                        new Place(LEFT),
                                                        new Place(RIGHT)))),
                                "",
                                "<vis>"))
                .isEqualTo("USER: Dogs? ASSISTANT: Here: <b><vis></b><b><vis></b> ");
    }

    @Test
    void whatCannotBeWrittenSaysWhy() {
        assertThatThrownBy(
                        () ->
                                ChatTemplates.VICUNA_V1.render(
                                        Conversation.of(Message.user(new Place(LEFT)))))
                .hasMessageContaining("vicuna-v1")
                .hasMessageContaining("places")
                .hasMessageContaining("turn 0");
        assertThatThrownBy(() -> ChatTemplates.CHATML.render(Conversation.of()))
                .hasMessageContaining("none");
        assertThatThrownBy(
                        () ->
                                ChatTemplates.CHATML.render(
                                        Conversation.of(
                                                Message.user("a"),
                                                Message.assistant(new Picture(PICTURE)))))
                .hasMessageContaining("turn 1");
        assertThatThrownBy(
                        () ->
                                ChatTemplates.CHATML.render(
                                        Conversation.of(
                                                Message.user("a"),
                                                new Message(Message.Role.SYSTEM, List.of()))))
                .hasMessageContaining("turn 1");
        assertThatThrownBy(() -> ChatTemplates.named("chat-ml")).hasMessageContaining("vicuna-v1");
    }

    @Test
    void everyTemplateSurvivesJson() {
        for (String name : ChatTemplates.names()) {
            ChatTemplate template = ChatTemplates.named(name);
            assertThat(StrictJson.parse(StrictJson.write(template), name, ChatTemplate.class))
                    .isEqualTo(template);
        }
    }

    private static Conversation conversation(JsonNode one) {
        if (one.has("question")) {
            List<ContentPart> parts = new ArrayList<>();
            one.path("images").forEach(ignored -> parts.add(new Picture(PICTURE)));
            parts.add(new Text(one.path("question").textValue()));
            return new Conversation(List.of(new Message(Message.Role.USER, parts)));
        }
        List<Message> messages = new ArrayList<>();
        for (JsonNode turn : one.path("conversation")) {
            List<ContentPart> parts = new ArrayList<>();
            for (JsonNode part : turn.path("content")) {
                parts.add(
                        part.path("type").asText().equals("image")
                                ? new Picture(PICTURE)
                                : new Text(part.path("text").textValue()));
            }
            messages.add(
                    new Message(
                            turn.path("role").asText().equals("user")
                                    ? Message.Role.USER
                                    : Message.Role.ASSISTANT,
                            parts));
        }
        return new Conversation(messages);
    }

    private static JsonNode golden(String name) throws IOException {
        try (InputStream in =
                ChatTemplateTest.class.getResourceAsStream("/golden/prompts/" + name + ".json")) {
            assertThat(in).as(name).isNotNull();
            return new ObjectMapper().readTree(in);
        }
    }
}
