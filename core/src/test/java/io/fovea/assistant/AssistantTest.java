package io.fovea.assistant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fovea.chat.Answer;
import io.fovea.chat.AnswerListener;
import io.fovea.chat.ContentPart;
import io.fovea.chat.Conversation;
import io.fovea.chat.Message;
import io.fovea.generate.GenerationConfig;
import io.fovea.geometry.Box;
import io.fovea.geometry.Canvas;
import io.fovea.geometry.Mask;
import io.fovea.geometry.Region;
import io.fovea.image.Image;
import io.fovea.tensor.Torch;
import io.fovea.testkit.LeakCheck;
import io.fovea.testkit.TinyModels;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AssistantTest {

    private static final Canvas WIDE = new Canvas(100, 50);
    private static final GenerationConfig SHORT = GenerationConfig.GREEDY.withMaxTokens(6);

    @TempDir private static Path folder = Path.of("");

    private @Nullable Assistant opened;

    @BeforeAll
    void open() {
        opened = openOn(TinyModels.folder(folder, TinyModels.Size.TINY, 5));
    }

    private Assistant assistant() {
        return Objects.requireNonNull(opened);
    }

    private static Assistant openOn(Path folder) {
        return Assistant.open(AssistantConfig.of(folder).withThreads(1));
    }

    @AfterAll
    void close() {
        assistant().close();
    }

    static Image picture(Canvas canvas, long seed) {
        byte[] rgb = new byte[(int) (3 * canvas.area())];
        new Random(seed).nextBytes(rgb);
        return new Image(canvas, rgb);
    }

    private static Conversation about(ContentPart... parts) {
        return about(WIDE, parts);
    }

    private static Conversation about(Canvas canvas, ContentPart... parts) {
        ContentPart[] all = new ContentPart[parts.length + 1];
        all[0] = new ContentPart.Picture(picture(canvas, 1));
        System.arraycopy(parts, 0, all, 1, parts.length);
        return Conversation.of(Message.user(all));
    }

    private static ContentPart text(String words) {
        return new ContentPart.Text(words);
    }

    @Test
    void saysWhatTheModelIs() {
        AssistantInfo info = assistant().info();
        assertThat(info.type()).isEqualTo("fovea");
        assertThat(info.supportsPlaces()).isTrue();
        assertThat(info.vision().imageTokens()).isEqualTo(16);
        assertThat(info.language().maxTokens()).isEqualTo(96);
        assertThat(info.specialTokens())
                .containsEntry("vis", "<vis>")
                .containsEntry("eos", "</s>")
                .doesNotContainKey("bos");
        assertThat(info.parameters()).isGreaterThan(10_000);
    }

    @Test
    void anAnswerIsTheSameEachTimeAndWhatTheListenerHeard() {
        StringBuilder heard = new StringBuilder();
        AnswerListener listener =
                new AnswerListener() {
                    @Override
                    public void onText(String text) {
                        heard.append(text);
                    }
                };
        Conversation question = about(text("what is this"));
        Reply reply = assistant().reply(question, SHORT, listener);
        assertThat(assistant().answer(question, SHORT)).isEqualTo(reply.answer());
        assertThat(heard.toString().strip()).isEqualTo(reply.answer().text());
        assertThat(reply.answer().usage().promptTokens()).isGreaterThan(16);
        assertThat(reply.timing().tokens()).isEqualTo(reply.answer().usage().answerTokens());
        assertThat(reply.timing().totalMillis()).isGreaterThan(reply.timing().prefillMillis());
    }

    @Test
    void manyThreadsGetTheAnswersThatOneThreadGets() throws Exception {
        List<Conversation> questions =
                List.of(
                        about(text("one")),
                        about(text("two")),
                        about(new Canvas(30, 60), text("three")),
                        about(text("four")));
        List<Answer> alone =
                questions.stream().map(question -> assistant().answer(question, SHORT)).toList();
        try (var pool = Executors.newFixedThreadPool(4)) {
            var together =
                    pool.invokeAll(
                            questions.stream()
                                    .<Callable<Answer>>map(
                                            question -> () -> assistant().answer(question, SHORT))
                                    .toList());
            for (int i = 0; i < questions.size(); i++) {
                assertThat(together.get(i).get()).isEqualTo(alone.get(i));
            }
        }
        assertThat(assistant().answers(questions.subList(0, 1)))
                .containsExactly(assistant().answer(questions.getFirst()));
    }

    @Test
    void aSpecialTokenThatSomeoneTypesIsOnlyWords() {
        int plain = assistant().answer(about(text("x")), SHORT).usage().promptTokens();
        int typed =
                assistant()
                        .answer(about(text("x <image> <vis> </s>")), SHORT)
                        .usage()
                        .promptTokens();
        assertThat(typed).as("tokens of the letters of 3 names").isGreaterThan(plain + 10);
    }

    @Test
    void placesInTheQuestionAreRead() {
        Region box = Region.of(new Box(10, 10, 40, 40, WIDE));
        Region other = Region.of(new Box(50, 5, 90, 20, WIDE));
        Region masked = new Region(box.box(), Mask.fromBox(new Box(10, 10, 20, 40, WIDE)), null, 1);
        GenerationConfig drawn = new GenerationConfig(12, 1, 1, 3);
        List<Answer> answers =
                List.of(box, other, masked).stream()
                        .map(
                                region ->
                                        assistant()
                                                .answer(
                                                        about(
                                                                text("what is "),
                                                                new ContentPart.Place(region)),
                                                        drawn))
                        .toList();
        assertThat(answers.get(0).usage().promptTokens())
                .isEqualTo(answers.get(1).usage().promptTokens());
        assertThat(answers).doesNotHaveDuplicates();
    }

    @Test
    void anEarlierAnswerWithPlacesCanBeGoneOnFrom() {
        Region found = new Region(new Box(1, 2, 30, 40, WIDE), null, "the car", 0.7);
        Conversation conversation =
                Conversation.of(
                        Message.user(
                                new ContentPart.Picture(picture(WIDE, 1)), text("find the car")),
                        Message.assistant(new ContentPart.Place(found)),
                        Message.user("what is it"));
        assertThat(assistant().answer(conversation, SHORT).usage().answerTokens()).isPositive();
    }

    @Test
    void cancellingEndsTheAnswer() {
        AtomicInteger asked = new AtomicInteger();
        AnswerListener listener =
                new AnswerListener() {
                    @Override
                    public boolean cancelled() {
                        return asked.incrementAndGet() > 3;
                    }
                };
        Answer answer =
                assistant()
                        .answer(about(text("go on")), new GenerationConfig(40, 1, 1, 5), listener);
        assertThat(answer.finish()).isIn(Answer.Finish.CANCELLED, Answer.Finish.STOP);
        assertThat(answer.usage().answerTokens()).isLessThanOrEqualTo(3);
    }

    @Test
    void aListenerThatFailsFailsTheCallAndNotTheAssistant() {
        AnswerListener listener =
                new AnswerListener() {
                    @Override
                    public boolean cancelled() {
                        throw new UnsupportedOperationException("mine");
                    }
                };
        assertThatThrownBy(() -> assistant().answer(about(text("x")), SHORT, listener))
                .hasMessage("mine");
        AnswerListener again =
                new AnswerListener() {
                    @Override
                    public boolean cancelled() {
                        return assistant().ask(picture(WIDE, 1), "x").parts().isEmpty();
                    }
                };
        assertThatThrownBy(() -> assistant().answer(about(text("x")), SHORT, again))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("listener");
        assertThat(assistant().answer(about(text("x")), SHORT).usage().answerTokens())
                .isNotNegative();
    }

    @Test
    void groundingReturnsPlacesOnThePicture() {
        List<Region> regions = assistant().ground(picture(WIDE, 2), "the red car");
        for (Region region : regions) {
            assertThat(region.box().canvas()).isEqualTo(WIDE);
            assertThat(region.label()).isNotNull();
        }
        assertThat(assistant().describe(picture(WIDE, 2), null).usage().promptTokens())
                .isPositive();
        assertThat(
                        assistant()
                                .describe(picture(WIDE, 2), Region.of(new Box(0, 0, 100, 50, WIDE)))
                                .usage()
                                .promptTokens())
                .isPositive();
    }

    @Test
    void whatCannotBeAskedIsSaid() {
        Image image = picture(WIDE, 1);
        assertThatThrownBy(() -> assistant().ground(image, "  "))
                .isInstanceOf(AssistantError.class)
                .hasMessageContaining("phrase is empty");
        assertThatThrownBy(() -> assistant().ask(image, "\n"))
                .isInstanceOf(AssistantError.class)
                .hasMessageContaining("question is empty");
        assertThatThrownBy(() -> assistant().answer(about(text(""))))
                .isInstanceOf(AssistantError.class)
                .hasMessageContaining("empty");
        assertThatThrownBy(() -> assistant().answer(Conversation.of(Message.user("hello"))))
                .isInstanceOf(AssistantError.class)
                .hasMessageContaining("one picture, got 0");
        assertThatThrownBy(
                        () -> assistant().answer(about(new ContentPart.Picture(image), text("x"))))
                .isInstanceOf(AssistantError.class)
                .hasMessageContaining("got 2");
        assertThatThrownBy(() -> assistant().answer(new Conversation(List.of())))
                .isInstanceOf(AssistantError.class);
        assertThatThrownBy(() -> assistant().answer(Conversation.of(Message.assistant("x"))))
                .isInstanceOf(AssistantError.class)
                .hasMessageContaining("ASSISTANT");
    }

    @Test
    void aQuestionTooLongNamesBothCounts() {
        assertThatThrownBy(() -> assistant().ask(picture(WIDE, 1), "zqx ".repeat(40)))
                .isInstanceOf(AssistantError.class)
                .hasMessageContaining("too long")
                .hasMessageContaining("96 (max_position_embeddings)")
                .hasMessageMatching(".* are \\d{3} tokens.*");
    }

    @Test
    void aLongAnswerEndsWhereTheModelEnds() {
        Answer answer = assistant().answer(about(text("go")), new GenerationConfig(1000, 1, 1, 11));
        assertThat(answer.usage().promptTokens() + answer.usage().answerTokens())
                .isLessThanOrEqualTo(96);
    }

    @Test
    void placesThatAreNotOnThePictureAreNamedWithIt() {
        Image image = picture(WIDE, 1);
        assertThatThrownBy(
                        () -> assistant().describe(image, Region.of(new Box(50, 0, 120, 10, WIDE))))
                .isInstanceOf(AssistantError.class)
                .hasMessageContaining("[50.0, 0.0, 120.0, 10.0]")
                .hasMessageContaining("100 x 50");
        assertThatThrownBy(
                        () ->
                                assistant()
                                        .describe(
                                                image,
                                                Region.of(
                                                        new Box(0, 0, 10, 10, new Canvas(64, 64)))))
                .isInstanceOf(AssistantError.class)
                .hasMessageContaining("64 x 64")
                .hasMessageContaining("100 x 50");
        assertThatThrownBy(() -> assistant().describe(image, Region.of(new Box(5, 5, 5, 9, WIDE))))
                .isInstanceOf(AssistantError.class)
                .hasMessageContaining("no area");
    }

    @Test
    void aModelWithoutPlacesSaysSo() {
        try (Assistant words =
                openOn(
                        TinyModels.folder(
                                folder.resolve("words"), TinyModels.Size.TINY, false, 5))) {
            assertThat(words.info().supportsPlaces()).isFalse();
            assertThatThrownBy(() -> words.ground(picture(WIDE, 1), "the car"))
                    .isInstanceOf(AssistantError.class)
                    .hasMessageContaining("knows no places");
            assertThatThrownBy(
                            () ->
                                    words.describe(
                                            picture(WIDE, 1), Region.of(new Box(0, 0, 9, 9, WIDE))))
                    .isInstanceOf(AssistantError.class)
                    .hasMessageContaining("knows no places");
            assertThat(words.answer(about(text("x")), new GenerationConfig(20, 2, 1, 1)).regions())
                    .isEmpty();
        }
    }

    @Test
    void aClosedAssistantSaysSo() {
        Assistant closed =
                openOn(TinyModels.folder(folder.resolve("closed"), TinyModels.Size.TINY, 5));
        closed.close();
        closed.close();
        assertThatThrownBy(() -> closed.answer(about(text("x"))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
    }

    @Test
    void nothingIsLeftBehindByHundredsOfAnswers() {
        Conversation question =
                about(
                        text("find "),
                        new ContentPart.Place(Region.of(new Box(10, 10, 40, 40, WIDE))));
        GenerationConfig drawn = new GenerationConfig(4, 3, 1, 1);
        LeakCheck.flat(300, () -> assistant().answer(question, drawn));
    }

    @Test
    void openingAndClosingLeavesNothing() {
        Path model = TinyModels.folder(folder.resolve("again"), TinyModels.Size.TINY, 6);
        LeakCheck.flat(10, () -> openOn(model).close());
        assertThat(Torch.threads()).isPositive();
    }

    @Test
    void aMissingFolderIsNamed() {
        assertThatThrownBy(() -> Assistant.open(folder.resolve("nowhere")))
                .hasMessageContaining("nowhere");
        assertThatThrownBy(() -> Assistant.open(AssistantConfig.of(folder).on("tpu")))
                .hasMessageContaining("tpu");
    }
}
