package io.fovea.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;

import io.fovea.testkit.Golden;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** VQA, POPE and captions against numbers that the metrics' own code made. */
class WordMetricsTest {

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    private static List<String> words(String text) {
        return List.of(text.split(" "));
    }

    @Test
    void vqaAccuracyIsTheOfficialOne() {
        JsonNode golden = Golden.open("vqa_accuracy").json("expected.json");
        double sum = 0;
        double m4c = 0;
        double first = 0;
        Map<String, List<Double>> byType = new HashMap<>();
        for (JsonNode item : golden.get("items")) {
            String prediction = item.get("prediction").asText();
            List<String> answers = texts(item.get("answers"));
            double accuracy = VqaAccuracy.of(prediction, answers);
            assertThat(100 * accuracy)
                    .as(prediction)
                    .isCloseTo(item.get("official_accuracy").asDouble(), within(1e-9));
            sum += accuracy;
            m4c += M4cAccuracy.of(prediction, answers);
            first += M4cAccuracy.any(prediction, answers.subList(0, 3)) ? 1 : 0;
            byType.computeIfAbsent(item.get("answer_type").asText(), type -> new ArrayList<>())
                    .add(accuracy);
        }
        int n = golden.get("items").size();
        assertThat(100 * sum / n)
                .isCloseTo(golden.get("official").get("overall").asDouble(), within(1e-9));
        assertThat(m4c / n).isCloseTo(golden.get("textvqa_m4c_accuracy").asDouble(), within(1e-9));
        assertThat(first / n)
                .isCloseTo(golden.get("stvqa_m4c_accuracy_first3").asDouble(), within(1e-9));
        byType.forEach(
                (type, values) ->
                        assertThat(
                                        100
                                                * values.stream()
                                                        .mapToDouble(value -> value)
                                                        .average()
                                                        .orElseThrow())
                                .as(type)
                                .isCloseTo(
                                        golden.get("official")
                                                .get("perAnswerType")
                                                .get(type)
                                                .asDouble(),
                                        within(0.005)));
    }

    @Test
    void vqaWordsAreTheOfficialOnes() {
        JsonNode golden = Golden.open("vqa_accuracy").json("expected.json");
        for (JsonNode item : golden.get("normalisation")) {
            String raw = item.get("raw").asText();
            assertThat(VqaWords.punctuation(raw))
                    .as(raw)
                    .isEqualTo(item.get("official_after_punctuation").asText());
            assertThat(VqaWords.of(raw)).as(raw).isEqualTo(item.get("official").asText());
            assertThat(M4cAccuracy.words(raw)).as(raw).isEqualTo(item.get("m4c").asText());
        }
        assertThat(VqaWords.of(".".repeat(40))).as("32 periods go").isEqualTo(".".repeat(8));
        assertThat(VqaWords.of("somebody'd couldntve CANT")).isEqualTo("somebodyd couldntve can't");
        assertThatThrownBy(() -> VqaAccuracy.of("red", List.of()))
                .hasMessageContaining("needs people's answers");
    }

    @Test
    void popeIsLlavas() {
        JsonNode golden = Golden.open("pope").json("expected.json");
        Confusion all = new Confusion(0, 0, 0, 0);
        for (JsonNode item : golden.get("items")) {
            YesNo said = YesNo.pope(item.get("answer").asText());
            assertThat(said.name()).isEqualToIgnoringCase(item.get("parsed").asText());
            all = all.plus(Confusion.of(said, item.get("label").asText().equals("yes")));
        }
        assertThat(all)
                .isEqualTo(
                        new Confusion(
                                golden.get("tp").asLong(),
                                golden.get("fp").asLong(),
                                golden.get("tn").asLong(),
                                golden.get("fn").asLong()));
        assertThat(all.accuracy()).isEqualTo(golden.get("Accuracy").asDouble());
        assertThat(all.precision()).isEqualTo(golden.get("Precision").asDouble());
        assertThat(all.recall()).isEqualTo(golden.get("Recall").asDouble());
        assertThat(all.f1()).isCloseTo(golden.get("F1 score").asDouble(), within(1e-12));
        assertThat(all.yesShare()).isEqualTo(0.6);
        assertThat(new Confusion(0, 0, 0, 0).f1()).isZero();
        assertThat(YesNo.said("")).isFalse();
        assertThat(YesNo.said("There is a dog")).isFalse();
        assertThat(YesNo.said("Yes!")).isTrue();
    }

    @Test
    void captionMetricsAreThoseOfCoco() {
        JsonNode golden = Golden.open("caption_metrics").json("expected.json");
        List<List<String>> predictions = new ArrayList<>();
        List<List<List<String>>> references = new ArrayList<>();
        for (JsonNode item : golden.get("items")) {
            predictions.add(words(item.get("prediction").asText()));
            references.add(
                    texts(item.get("references")).stream().map(WordMetricsTest::words).toList());
        }
        Cider cider = new Cider(references);
        Bleu sum = Bleu.NONE;
        for (int i = 0; i < predictions.size(); i++) {
            Bleu bleu = Bleu.of(predictions.get(i), references.get(i));
            sum = sum.plus(bleu, 1);
            for (int n = 0; n < 4; n++) {
                close(bleu.scores()[n], golden.get("bleu_each").get(n).get(i));
            }
            close(cider.of(predictions.get(i), references.get(i)), golden.get("cider_each").get(i));
            close(
                    RougeL.of(predictions.get(i), references.get(i)),
                    golden.get("rouge_l_each").get(i));
        }
        for (int n = 0; n < 4; n++) {
            close(sum.scores()[n], golden.get("bleu").get(n));
        }
        assertThat(cider.of(List.of(), references.getFirst())).isZero();
        assertThat(RougeL.of(List.of(), references.getFirst())).isZero();
        assertThat(Bleu.of(List.of(), references.getFirst()).scores()).containsOnly(0);
    }

    private static void close(double got, JsonNode expected) {
        assertThat(got).isCloseTo(expected.asDouble(), within(1e-9));
    }

    @Test
    void captionMetricsAreThatNlgEvalPublishes() {
        for (JsonNode item : Golden.open("nlg_eval").json("expected.json").get("cases")) {
            JsonNode scores = item.get("scores");
            List<List<String>> answers =
                    texts(item.get("hyp")).stream().map(WordMetricsTest::words).toList();
            List<List<List<String>>> references = new ArrayList<>();
            for (int i = 0; i < answers.size(); i++) {
                List<List<String>> own = new ArrayList<>();
                for (JsonNode layer : item.get("refs")) {
                    own.add(words(layer.get(i).asText()));
                }
                references.add(own);
            }
            Cider cider = new Cider(references);
            Bleu sum = Bleu.NONE;
            double rouge = 0;
            double consensus = 0;
            for (int i = 0; i < answers.size(); i++) {
                sum = sum.plus(Bleu.of(answers.get(i), references.get(i)), 1);
                rouge += RougeL.of(answers.get(i), references.get(i)) / answers.size();
                consensus += cider.of(answers.get(i), references.get(i)) / answers.size();
            }
            for (int n = 0; n < 4; n++) {
                assertThat(sum.scores()[n])
                        .as("BLEU-" + (n + 1))
                        .isCloseTo(scores.get("Bleu_" + (n + 1)).asDouble(), within(2e-6));
            }
            assertThat(rouge).isCloseTo(scores.get("ROUGE_L").asDouble(), within(1e-6));
            assertThat(consensus).isCloseTo(scores.get("CIDEr").asDouble(), within(1e-6));
        }
    }

    @Test
    void captionsBecomePennTreebankWords() {
        assertThat(CaptionWords.of("A dog's ball isn't here; it can\u2019t be \"lost\"."))
                .containsExactly(
                        "a", "dog", "'s", "ball", "is", "n't", "here", "it", "ca", "n't", "be",
                        "lost");
        assertThat(CaptionWords.of("Two black-and-white cats, 3.5 feet at 10:30 ... cannot"))
                .containsExactly(
                        "two",
                        "black-and-white",
                        "cats",
                        "3.5",
                        "feet",
                        "at",
                        "10:30",
                        "can",
                        "not");
        assertThat(CaptionWords.of("the dogs' bowl -- (red) 1,000 'big' pieces"))
                .containsExactly("the", "dogs", "bowl", "red", "1,000", "big", "pieces");
        assertThat(CaptionWords.of(" . ")).isEmpty();
    }
}
