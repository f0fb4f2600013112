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
import io.fovea.geometry.Region;
import io.fovea.image.Image;
import io.fovea.testkit.GoldenModels;
import io.fovea.testkit.TinyModels;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.util.List;

/** Answers of models of all kinds, several in the steps of one batch. */
class AnswersTogetherTest {

    private static final GenerationConfig SHORT = GenerationConfig.GREEDY.withMaxTokens(12);

    private static final GenerationConfig DRAWN = new GenerationConfig(12, 1, 0.9, 3);

    private static final Image ONE = AssistantTest.picture(new Canvas(100, 50), 1);

    private static final Image TWO = AssistantTest.picture(new Canvas(40, 70), 2);

    @TempDir private Path folder = Path.of("");

    private static Assistant open(Path model) {
        return Assistant.open(AssistantConfig.of(model).withThreads(1));
    }

    private static void same(Assistant assistant, List<Conversation> asked, int together) {
        for (GenerationConfig generation : List.of(SHORT, DRAWN)) {
            List<Answer> got = assistant.answers(asked, generation, together);
            List<Answer> alone =
                    asked.stream().map(one -> assistant.answer(one, generation)).toList();
            assertThat(got.stream().map(Answer::text).toList())
                    .isEqualTo(alone.stream().map(Answer::text).toList());
            assertThat(got.stream().map(Answer::usage).toList())
                    .isEqualTo(alone.stream().map(Answer::usage).toList());
            assertThat(got.stream().map(Answer::finish).toList())
                    .isEqualTo(alone.stream().map(Answer::finish).toList());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "llava15-fp32",
                "llava15-full-select-bf16",
                "bunny-llama3-fp32",
                "qwen2vl-fp32",
                "smolvlm-idefics3-fp32"
            })
    void aboutSeveralPictures(String model) {
        try (Assistant assistant = open(GoldenModels.folder(model))) {
            List<Conversation> asked =
                    List.of(
                            Questions.ask(ONE, "what is this"),
                            Questions.ask(TWO, "what is this then, say it in a few words"),
                            Questions.ask(ONE, "where"),
                            Questions.ask(TWO, "how many of them are there"),
                            Questions.ask(ONE, "what is this"));
            same(assistant, asked, 5);
            same(assistant, asked, 2);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text-mistral-sliding",
                "text-phi3-longrope-sliding",
                "text-llama-headdim-tied-bf16",
                "text-qwen2-tied"
            })
    void inWords(String model) {
        try (Assistant assistant = open(GoldenModels.folder(model))) {
            List<Conversation> asked =
                    List.of(
                            words("what is this"),
                            words("one two three four five six seven eight nine ten eleven"),
                            words("a"));
            same(assistant, asked, 3);
        }
    }

    private static Conversation words(String words) {
        return Conversation.of(Message.user(words));
    }

    @Test
    void withPlacesInQuestionsAndAnswers() {
        try (Assistant assistant = open(TinyModels.folder(folder, TinyModels.Size.TINY, 5))) {
            Region place = Region.of(new Box(10, 10, 40, 40, ONE.canvas()));
            same(
                    assistant,
                    List.of(
                            Questions.find(ONE, "the red car"),
                            Questions.describe(ONE, place),
                            Questions.find(TWO, "the car"),
                            Questions.ask(TWO, "is it red")),
                    4);
        }
    }

    @Test
    void timesAreShared() {
        try (Assistant assistant = open(TinyModels.folder(folder, TinyModels.Size.TINY, 5))) {
            Timing timing =
                    assistant
                            .reply(Questions.ask(ONE, "what"), SHORT, AnswerListener.NONE)
                            .timing();
            assertThat(timing.prefillMillis()).isPositive();
            assertThat(timing.totalMillis())
                    .isEqualTo(timing.prefillMillis() + timing.decodeMillis());
            assertThat(assistant.answers(List.of())).isEmpty();
            assertThatThrownBy(() -> assistant.answers(List.of(), SHORT, 0))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("got 0");
            assertThatThrownBy(
                            () ->
                                    assistant.answers(
                                            List.of(
                                                    Questions.ask(ONE, "what"),
                                                    Conversation.of(
                                                            Message.user(
                                                                    new ContentPart.Picture(
                                                                            ONE))))))
                    .isInstanceOf(AssistantError.class);
        }
    }
}
