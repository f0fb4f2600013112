package io.fovea.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fovea.chat.ChatTemplate.Markers;
import io.fovea.chat.ContentPart.Grounded;
import io.fovea.chat.ContentPart.Picture;
import io.fovea.chat.ContentPart.Place;
import io.fovea.chat.ContentPart.Text;
import io.fovea.chat.JinjaTemplate.Setting;
import io.fovea.chat.Segment.Control;
import io.fovea.chat.Segment.Words;
import io.fovea.config.ConfigError;
import io.fovea.geometry.Box;
import io.fovea.geometry.Canvas;
import io.fovea.geometry.Region;
import io.fovea.image.Image;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

class JinjaTemplateTest {

    private static final Image PICTURE = new Image(new Canvas(2, 1), new byte[6]);
    private static final Region LEFT = Region.of(new Box(0, 0, 1, 1, PICTURE.canvas()));
    private static final Set<String> SPECIALS = Set.of("<s>", "<|im|>", "<|end|>", "<image>");

    /** Strings. */
    private static final String WORDS =
            "{{ bos_token }}{% for m in messages %}<|im|>{{ m.role }}\n{{ m['content'] | trim"
                    + " }}<|end|>\n{% endfor %}{% if add_generation_prompt %}<|im|>assistant\n"
                    + "{% endif %}";

    /** Lists of parts. */
    private static final String PARTS =
            "{% for m in messages %}{{ m.role | upper }}: {% for p in m.content %}{% if p.type =="
                    + " 'image' %}<image>\n{% else %}{{ p.text }} {% endif %}{% endfor %}{% endfor"
                    + " %}{% if add_generation_prompt %}ASSISTANT:{% endif %}";

    @Test
    void wordsAndTokensAndAnswersAreToldApart() {
        Rendered rendered =
                words().rendered(
                                Conversation.of(
                                        Message.user(" Hi "),
                                        Message.assistant(" Yes. "),
                                        Message.user("And?")));
        assertThat(rendered.segments())
                .containsExactly(
                        new Control("<s>", false),
                        new Control("<|im|>", false),
                        new Words("user\nHi", false),
                        new Control("<|end|>", false),
                        new Words("\n", false),
                        new Control("<|im|>", false),
                        new Words("assistant\n", false),
                        new Words("Yes.", true),
                        new Control("<|end|>", true),
                        new Words("\n", false),
                        new Control("<|im|>", false),
                        new Words("user\nAnd?", false),
                        new Control("<|end|>", false),
                        new Words("\n", false),
                        new Control("<|im|>", false),
                        new Words("assistant\n", false));
        assertThat(rendered.tokenizerOpens()).isFalse();
    }

    @Test
    void theModelSaysTheSpaceBehindItsOpening() {
        Rendered rendered =
                seeing().rendered(
                                Conversation.of(
                                        Message.user(new Picture(PICTURE), new Text("What?")),
                                        Message.assistant("A cat.")));
        assertThat(rendered.segments())
                .containsExactly(
                        new Words("USER: ", false),
                        new Segment.Image(0),
                        new Words("\nWhat? ASSISTANT:", false),
                        new Words(" A cat.", true),
                        new Words(" ", false));
        assertThat(rendered.joined().segments())
                .containsExactly(
                        new Words("USER: ", false),
                        new Segment.Image(0),
                        new Words("\nWhat? ASSISTANT: A cat. ", false));
        assertThat(rendered.tokenizerOpens()).isTrue();
    }

    @Test
    void theWordsOfAUserNeverBecomeTokens() {
        List<Segment> segments =
                seeing().rendered(
                                Conversation.of(
                                        Message.user(
                                                new Text("a <image> <|end|> <|e"),
                                                new Picture(PICTURE),
                                                new Text("nd|> \uFDD0\uFDD2<im"),
                                                new Text("age>"))))
                        .segments();
        assertThat(segments)
                .containsExactly(
                        new Words("USER: a <image> <|end|> <|e ", false),
                        new Segment.Image(0),
                        new Words("\nnd|> \uFFFD\uFFFD<image> ASSISTANT:", false));
    }

    @Test
    void placesGoThroughTheTemplate() {
        Markers markers = new Markers(true, "<vs>", "<ve>", "<p>", "</p>");
        JinjaTemplate template =
                new JinjaTemplate(
                        new Setting(
                                PARTS,
                                Map.of(),
                                Set.of("<vs>", "<ve>", "<p>", "</p>"),
                                "<image>",
                                markers));
        Rendered rendered =
                template.rendered(
                        Conversation.of(
                                Message.user(
                                        new Picture(PICTURE),
                                        new Text("What is "),
                                        new Place(LEFT)),
                                Message.assistant(new Grounded("a cat", List.of(LEFT)))));
        assertThat(rendered.text("<image>", "<vis>"))
                .isEqualTo(
                        "USER: <image>\nWhat is <vs><vis><ve> ASSISTANT: <p>a"
                                + " cat</p><vs><vis><ve> ");
        assertThat(rendered.segments())
                .containsSubsequence(
                        new Control("<vs>", false),
                        new Segment.Place(LEFT, false),
                        new Control("<ve>", false),
                        new Words(" ", true),
                        new Control("<p>", true),
                        new Words("a cat", true),
                        new Segment.Place(LEFT, true),
                        new Control("<ve>", true));
    }

    @Test
    void aStringTemplateOfASeeingModelGetsPicturesAsText() {
        JinjaTemplate template =
                new JinjaTemplate(
                        new Setting(
                                WORDS,
                                Map.of("bos_token", "<s>"),
                                SPECIALS,
                                "<image>",
                                Markers.NONE));
        Rendered rendered =
                template.rendered(
                        Conversation.of(Message.user(new Picture(PICTURE), new Text("What?"))));
        assertThat(rendered.text("<image>", ""))
                .isEqualTo("<s><|im|>user\n<image>\nWhat?<|end|>\n<|im|>assistant\n");
        assertThat(rendered.tokenizerOpens()).as("the text opens itself").isFalse();
    }

    @Test
    void answersThatATemplateCutsAreWrittenAsItWantsAndNotMarked() {
        JinjaTemplate template =
                new JinjaTemplate(
                        new Setting(
                                "{% for m in messages %}[{{ m.content.split('|')[-1] }}]{% endfor"
                                        + " %}",
                                Map.of(), Set.of(), null, Markers.NONE));
        assertThat(
                        template.rendered(
                                        Conversation.of(
                                                Message.user("a"), Message.assistant("hm|yes")))
                                .segments())
                .containsExactly(new Words("[a][yes]", false));
    }

    @Test
    void whatCannotBeWrittenSaysWhy() {
        assertThatThrownBy(() -> words().rendered(Conversation.of()))
                .hasMessageContaining("at least one turn");
        assertThatThrownBy(
                        () -> words().rendered(Conversation.of(Message.user(new Picture(PICTURE)))))
                .hasMessageContaining("turn 0")
                .hasMessageContaining("words only");
        assertThatThrownBy(
                        () ->
                                seeing().rendered(
                                                Conversation.of(
                                                        Message.user("a"),
                                                        Message.assistant(new Picture(PICTURE)))))
                .hasMessageContaining("turn 1");
        assertThatThrownBy(() -> words().rendered(Conversation.of(Message.user(new Place(LEFT)))))
                .hasMessageContaining("turn 0")
                .hasMessageContaining("place");
        assertThatThrownBy(() -> template("{{ messages[0].role }}", null))
                .hasMessageContaining("does not write the words of a user");
        assertThatThrownBy(() -> template("{{ raise_exception('never') }}", null))
                .hasMessageContaining("never");
        assertThatThrownBy(
                        () ->
                                template("{{ messages[0].content }}x", "<image>")
                                        .rendered(
                                                Conversation.of(
                                                        Message.user("a"),
                                                        Message.user(new Picture(PICTURE)))))
                .hasMessageContaining("1 pictures")
                .hasMessageContaining("0 times <image>");
    }

    @Test
    void aModelWithoutATemplateContinuesTheText() {
        Rendered rendered =
                new PlainPrompt().rendered(Conversation.of(Message.user("Once <s> upon")));
        assertThat(rendered.segments()).containsExactly(new Words("Once <s> upon", false));
        assertThat(rendered.tokenizerOpens()).isTrue();
        assertThatThrownBy(
                        () ->
                                new PlainPrompt()
                                        .rendered(
                                                Conversation.of(
                                                        Message.user("a"), Message.user("b"))))
                .hasMessageContaining("no chat template")
                .hasMessageContaining("2 turns");
    }

    @Test
    void templatesOfFolders(@TempDir Path folder) throws IOException {
        assertThat(TemplateFiles.read(folder)).isEmpty();
        Path config = folder.resolve("tokenizer_config.json");
        Files.writeString(config, "{\"eos_token\": \"x\"}");
        assertThat(TemplateFiles.read(folder)).isEmpty();
        Files.writeString(
                config,
                "{\"chat_template\": [{\"name\": \"tools\", \"template\": \"T\"}, {\"name\":"
                        + " \"default\", \"template\": \"D\"}]}");
        assertThat(TemplateFiles.read(folder)).contains("D");
        Files.writeString(
                config, "{\"chat_template\": [{\"name\": \"tools\", \"template\": \"T\"}]}");
        assertThatThrownBy(() -> TemplateFiles.read(folder))
                .isInstanceOf(ConfigError.class)
                .hasMessageContaining("'default'")
                .hasMessageContaining("[tools]");
        Files.writeString(folder.resolve("chat_template.json"), "{\"chat_template\": \"P\"}");
        assertThat(TemplateFiles.read(folder)).contains("P");
        Files.writeString(folder.resolve("chat_template.jinja"), "J\n");
        assertThat(TemplateFiles.read(folder)).contains("J\n");
    }

    private static JinjaTemplate words() {
        return new JinjaTemplate(
                new Setting(WORDS, Map.of("bos_token", "<s>"), SPECIALS, null, Markers.NONE));
    }

    private static JinjaTemplate seeing() {
        return template(PARTS, "<image>");
    }

    private static JinjaTemplate template(String text, String image) {
        return new JinjaTemplate(new Setting(text, Map.of(), SPECIALS, image, Markers.NONE));
    }
}
