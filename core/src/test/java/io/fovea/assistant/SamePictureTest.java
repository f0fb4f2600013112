package io.fovea.assistant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fovea.chat.Answer;
import io.fovea.chat.ContentPart;
import io.fovea.chat.Conversation;
import io.fovea.chat.Message;
import io.fovea.chat.PlaceInput;
import io.fovea.generate.GenerationConfig;
import io.fovea.geometry.Box;
import io.fovea.geometry.Canvas;
import io.fovea.geometry.Mask;
import io.fovea.geometry.Region;
import io.fovea.image.Image;
import io.fovea.testkit.LeakCheck;
import io.fovea.testkit.TinyModels;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

class SamePictureTest {

    private static final Canvas WIDE = new Canvas(100, 50);
    private static final GenerationConfig DRAWN = new GenerationConfig(12, 1, 1, 3);

    @TempDir private Path folder = Path.of("");

    private Assistant open(AssistantConfig.Precision precision) {
        Path model = TinyModels.folder(folder, TinyModels.Size.TINY, 5);
        return Assistant.open(AssistantConfig.of(model).in(precision).withThreads(1));
    }

    private static Image again(Image picture) {
        return new Image(picture.canvas(), picture.rgb());
    }

    private static List<Conversation> questions(Image picture) {
        Region place = new Region(new Box(10, 10, 40, 40, WIDE), null, null, 1);
        return List.of(
                Questions.ask(picture, "what is this"),
                Questions.ask(picture, "what is that over there"),
                Questions.find(picture, "the red car"),
                Questions.describe(picture, place),
                Questions.describe(picture, Region.of(new Box(50, 5, 90, 20, WIDE))),
                Questions.ask(picture, "what is this"));
    }

    private static void same(Answer got, Answer expected) {
        assertThat(got.text()).isEqualTo(expected.text());
        assertThat(got.usage()).isEqualTo(expected.usage());
        assertThat(got.regions()).hasSameSizeAs(expected.regions());
        for (int i = 0; i < expected.regions().size(); i++) {
            Region a = got.regions().get(i);
            Region b = expected.regions().get(i);
            assertThat(a.score()).isCloseTo(b.score(), within(1e-4));
            assertThat(a.box().iou(b.box())).isGreaterThan(0.999);
        }
    }

    @Test
    void questionsAboutTheSamePictureAreAnsweredAsIfItWereSeenAnew() {
        Image picture = AssistantTest.picture(WIDE, 1);
        try (Assistant kept = open(AssistantConfig.Precision.FLOAT32)) {
            List<Answer> reused =
                    questions(picture).stream().map(asked -> kept.answer(asked, DRAWN)).toList();
            for (int i = 0; i < reused.size(); i++) {
                Conversation anew = questions(again(picture)).get(i);
                same(reused.get(i), kept.answer(anew, DRAWN));
            }
        }
    }

    @Test
    void picturesInTurnLeaveNothingBehind() {
        Image one = AssistantTest.picture(WIDE, 1);
        Image two = AssistantTest.picture(new Canvas(30, 60), 2);
        GenerationConfig few = new GenerationConfig(3, 1, 1, 3);
        try (Assistant assistant = open(AssistantConfig.Precision.FLOAT32)) {
            LeakCheck.flat(
                    60,
                    () -> {
                        assistant.answer(Questions.ask(one, "what is this"), few);
                        assistant.answer(Questions.ask(one, "where is it"), few);
                        assistant.answer(Questions.ask(two, "what is this"), few);
                    });
        }
        Path model = TinyModels.folder(folder.resolve("again"), TinyModels.Size.TINY, 6);
        AssistantConfig config = AssistantConfig.of(model).withThreads(1);
        LeakCheck.flat(
                5,
                () -> {
                    try (Assistant assistant = Assistant.open(config)) {
                        assistant.answer(Questions.ask(one, "what is this"), few);
                    }
                });
    }

    @Test
    void aPlaceIsToldAsTheCallerSays() {
        Image picture = AssistantTest.picture(WIDE, 1);
        Region masked =
                new Region(
                        new Box(10, 10, 40, 40, WIDE),
                        Mask.fromBox(new Box(10, 10, 20, 40, WIDE)),
                        null,
                        1);
        Region boxed = Region.of(masked.box());
        try (Assistant assistant = open(AssistantConfig.Precision.FLOAT32)) {
            List<Answer> answers =
                    Arrays.stream(PlaceInput.values())
                            .map(told -> describe(assistant, picture, masked, told))
                            .toList();
            assertThat(answers).doesNotHaveDuplicates();
            same(assistant.answer(Questions.describe(picture, masked), DRAWN), answers.get(2));
            same(assistant.answer(Questions.describe(picture, boxed), DRAWN), answers.get(0));
        }
        assertThatThrownBy(() -> new ContentPart.Place(boxed, PlaceInput.MASK))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("MASK")
                .hasMessageContaining("BOX");
    }

    private static Answer describe(
            Assistant assistant, Image picture, Region region, PlaceInput told) {
        return assistant.answer(
                Conversation.of(
                        Message.user(
                                new ContentPart.Picture(picture),
                                new ContentPart.Text("what is "),
                                new ContentPart.Place(region, told))),
                DRAWN);
    }

    @Test
    void halfPrecisionAnswers() {
        Image picture = AssistantTest.picture(WIDE, 1);
        try (Assistant assistant = open(AssistantConfig.Precision.BFLOAT16)) {
            for (Conversation question : questions(picture)) {
                assertThat(assistant.answer(question, DRAWN).usage().answerTokens()).isPositive();
            }
        }
    }
}
