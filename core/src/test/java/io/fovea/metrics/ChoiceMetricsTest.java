package io.fovea.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.fovea.testkit.OutsideData;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;

class ChoiceMetricsTest {

    private static final List<String> PETS = List.of("a cat", "a dog", "a black cat", "no pet");

    private static int of(String answer) {
        return ChoiceAnswer.of(answer, PETS).orElse(-1);
    }

    @Test
    void scienceQaRepeatsThePublishedCount() throws IOException {
        Path folder = OutsideData.folder("metrics/scienceqa-llava");
        ObjectMapper json = new ObjectMapper();
        JsonNode published = json.readTree(folder.resolve("published.json").toFile());
        int right = 0;
        List<String> lines = Files.readAllLines(folder.resolve("predictions.jsonl"));
        for (String line : lines) {
            JsonNode item = json.readTree(line);
            OptionalInt letter = ChoiceAnswer.scienceQa(item.get("prediction").asText(), 26);
            right +=
                    letter.isPresent()
                                    && letter.getAsInt()
                                            == item.get("answer").asText().charAt(0) - 'A'
                            ? 1
                            : 0;
        }
        assertThat(lines).hasSize(published.get("count").asInt());
        assertThat(right).isEqualTo(published.get("correct").asInt()).isEqualTo(3855);
        assertThat(100.0 * right / lines.size())
                .isCloseTo(published.get("acc").asDouble(), within(1e-9));
    }

    @Test
    void lettersAndTextsPickAnOption() {
        assertThat(of("B")).isEqualTo(1);
        assertThat(of(" (b) ")).isEqualTo(1);
        assertThat(of("C. a black cat")).isEqualTo(2);
        assertThat(of("A: it is small")).isZero();
        assertThat(of("The answer is D.")).isEqualTo(3);
        assertThat(of("I think the correct option is (C) since it is dark")).isEqualTo(2);
        assertThat(of("it must be B, surely")).isEqualTo(1);
        assertThat(of("a black cat")).as("not 'a cat' too").isEqualTo(2);
        assertThat(of("There is a dog in the garden")).isEqualTo(1);
    }

    @Test
    void whatPicksNoneOrManyIsInvalid() {
        assertThat(of("")).isEqualTo(-1);
        assertThat(of("E")).as("there are four").isEqualTo(-1);
        assertThat(of("a cat or a dog")).isEqualTo(-1);
        assertThat(of("B or C")).isEqualTo(-1);
        assertThat(of("I see something")).as("I is a word here").isEqualTo(-1);
        assertThat(of("A bird sits there")).as("A is a word here").isEqualTo(-1);
        assertThat(ChoiceAnswer.scienceQa("B", 4)).isEmpty();
        assertThat(ChoiceAnswer.scienceQa("The answer is A. The answer is B.", 4)).isEmpty();
    }

    @Test
    void theLikeliestOptionByTokenWins() {
        assertThat(
                        LikelihoodChoice.best(
                                List.of(
                                        new LikelihoodChoice.Option(-4, 2),
                                        new LikelihoodChoice.Option(-5, 5),
                                        new LikelihoodChoice.Option(-1, 1))))
                .as("-2, -1, -1: the first of equals")
                .isEqualTo(1);
        assertThatThrownBy(() -> new LikelihoodChoice.Option(-1, 0)).hasMessageContaining("token");
        assertThatThrownBy(() -> LikelihoodChoice.best(List.of())).hasMessageContaining("option");
    }

    @Test
    void everyRoundOfACircleMustBeRight() {
        List<String> options = List.of("w", "x", "y", "z");
        assertThat(CircularEval.round(options, 0)).isEqualTo(options);
        assertThat(CircularEval.round(options, 1)).containsExactly("x", "y", "z", "w");
        for (int round = 0; round < 4; round++) {
            for (int i = 0; i < 4; i++) {
                assertThat(CircularEval.round(options, round).get(CircularEval.place(i, round, 4)))
                        .isEqualTo(options.get(i));
            }
        }
        assertThat(CircularEval.right(List.of(true, true, true), 3)).isTrue();
        assertThat(CircularEval.right(List.of(true, true), 3)).isFalse();
        assertThat(CircularEval.right(List.of(true, false, true), 3)).isFalse();
    }

    @Test
    void mmeAddsQuestionsAndPictures() {
        Mme mme =
                Mme.of(
                        List.of(
                                List.of(true, true),
                                List.of(true, false),
                                List.of(false, false),
                                List.of(true, true)));
        assertThat(mme.accuracy()).isEqualTo(5.0 / 8);
        assertThat(mme.accuracyPlus()).isEqualTo(0.5);
        assertThat(mme.score()).isEqualTo(112.5);
        assertThat(YesNo.mme("Yes, there is")).isEqualTo(YesNo.YES);
        assertThat(YesNo.mme("NO")).isEqualTo(YesNo.NO);
        assertThat(YesNo.mme("The answer is yes")).isEqualTo(YesNo.OTHER);
        assertThat(Confusion.of(YesNo.OTHER, true)).isEqualTo(new Confusion(0, 0, 0, 1));
        assertThat(Confusion.of(YesNo.OTHER, false)).isEqualTo(new Confusion(0, 1, 0, 0));
    }
}
