package io.fovea.assistant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fovea.chat.ContentPart;
import io.fovea.chat.Conversation;
import io.fovea.chat.Message;
import io.fovea.generate.GenerationConfig;
import io.fovea.geometry.Canvas;
import io.fovea.interaction.InteractionExtension;
import io.fovea.interaction.InteractionOptions;
import io.fovea.testkit.TinyModels;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Answers that are given to a model and judged by it. */
class LikelihoodsTest {

    @TempDir private static Path folder = Path.of("");

    private static Conversation question() {
        return Conversation.of(
                Message.user(
                        new ContentPart.Picture(AssistantTest.picture(new Canvas(60, 40), 4)),
                        new ContentPart.Text("what is this")));
    }

    @Test
    void probabilitiesAreThoseOfADistributionWhateverWasAskedBefore() {
        Path model = TinyModels.folder(folder, TinyModels.Size.TINY, 5);
        try (Assistant assistant = Assistant.open(AssistantConfig.of(model).withThreads(1))) {
            List<String> words = List.of("a", "b", "c", "red", "the thing", "none", "two of them");
            List<Likelihood> first = assistant.likelihoods(question(), words);
            double sum = 0;
            for (Likelihood one : first) {
                assertThat(one.logProbability()).isNegative();
                assertThat(one.tokens()).isPositive();
                sum += one.tokens() == 1 ? Math.exp(one.logProbability()) : 0;
            }
            assertThat(sum).as("different single tokens").isBetween(0.0, 1.0);
            assistant.answer(question(), GenerationConfig.GREEDY.withMaxTokens(3));
            List<Likelihood> again = assistant.likelihoods(question(), words.reversed()).reversed();
            List<Integer> tokens = new ArrayList<>();
            for (int i = 0; i < words.size(); i++) {
                tokens.add(again.get(i).tokens());
                assertThat(again.get(i).logProbability())
                        .as(words.get(i))
                        .isCloseTo(first.get(i).logProbability(), within(1e-4));
            }
            assertThat(tokens).isEqualTo(first.stream().map(Likelihood::tokens).toList());
            assertThatThrownBy(() -> assistant.likelihoods(question(), List.of("")))
                    .isInstanceOf(AssistantError.class);
        }
    }

    @Test
    void wordsAloneNeedNoPicture() {
        Path model = TinyModels.folder(folder, TinyModels.Size.TINY, 7);
        Conversation words = Conversation.of(Message.user("what is this"));
        try (Assistant assistant = Assistant.open(AssistantConfig.of(model).withThreads(1))) {
            List<Likelihood> alone = assistant.likelihoods(words, List.of("a", "red"));
            assertThat(alone).allSatisfy(one -> assertThat(one.logProbability()).isNegative());
            assertThat(alone)
                    .as("the picture counts where there is one")
                    .isNotEqualTo(assistant.likelihoods(question(), List.of("a", "red")));
            assertThatThrownBy(() -> assistant.answer(words))
                    .as("an answer in words is still about a picture")
                    .isInstanceOf(AssistantError.class)
                    .hasMessageContaining("one picture, got 0");
        }
    }

    @Test
    void aModelThatAsksItsPictureIsJudgedAsItAnswers() {
        Path plain = TinyModels.folder(folder, TinyModels.Size.TINY, 6);
        Path eye = folder.resolve("eye");
        InteractionExtension.write(
                plain,
                eye,
                InteractionExtension.Settings.of(InteractionOptions.defaults(), 3),
                "test",
                Map.of());
        List<String> words = List.of("a", "red", "the", "none", "two");
        AssistantConfig asking = AssistantConfig.of(eye).withThreads(1);
        List<Likelihood> alone = likelihoods(AssistantConfig.of(plain).withThreads(1), words);
        assertThat(likelihoods(asking.withInteraction(false), words)).isEqualTo(alone);
        assertThat(likelihoods(asking, words))
                .as("slots stand before the answer")
                .doesNotContainAnyElementsOf(alone)
                .allMatch(one -> one.logProbability() < 0);
    }

    private static List<Likelihood> likelihoods(AssistantConfig config, List<String> words) {
        try (Assistant assistant = Assistant.open(config)) {
            return assistant.likelihoods(question(), words);
        }
    }
}
