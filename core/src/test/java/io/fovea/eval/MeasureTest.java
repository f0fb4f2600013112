package io.fovea.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fovea.chat.Answer;
import io.fovea.chat.ContentPart;
import io.fovea.chat.Conversation;
import io.fovea.data.AnswerTags;
import io.fovea.data.Dataset;
import io.fovea.data.Dialogue;
import io.fovea.metrics.LikelihoodChoice;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Benchmarks whose data set says how they are measured. */
class MeasureTest {

    /** Answers each question with what stands behind its last '>'. */
    private static final Answerer ECHO =
            new Answerer() {
                @Override
                public Answer answer(Conversation conversation) {
                    String question = words(conversation);
                    return Truth.words(question.substring(question.lastIndexOf('>') + 1));
                }

                @Override
                public List<LikelihoodChoice.Option> likelihoods(
                        Conversation conversation, List<String> options) {
                    return options.stream()
                            .map(
                                    option ->
                                            new LikelihoodChoice.Option(
                                                    words(conversation).endsWith(option) ? -1 : -9,
                                                    2))
                            .toList();
                }
            };

    private static String words(Conversation conversation) {
        StringBuilder words = new StringBuilder();
        for (ContentPart part : conversation.messages().getLast().parts()) {
            if (part instanceof ContentPart.Text(String text)) {
                words.append(text);
            }
        }
        return words.toString();
    }

    private static EvalReport report(List<List<Dialogue>> pictures) {
        return SmallData.report(SmallData.scored(SmallData.of(pictures), ECHO));
    }

    private static double value(EvalReport report, String table, String row, String metric) {
        Estimate estimate = report.table(table).row(row).estimates().get(metric);
        assertThat(estimate).as(table + " / " + row + " / " + metric).isNotNull();
        return estimate.value();
    }

    @Test
    void peoplesAnswersAreMeasuredOfficially() {
        List<String> ten =
                List.of("red", "red", "dark red", "red", "red", "red", "red", "red", "red", "red");
        List<String> two = new ArrayList<>(List.of("dog", "dog"));
        for (int i = 0; i < 8; i++) {
            two.add("puppy");
        }
        EvalReport report =
                report(
                        List.of(
                                List.of(
                                        SmallData.asked(
                                                "colour? >Red.",
                                                "red",
                                                AnswerTags.answers("vqa", ten))),
                                List.of(
                                        SmallData.asked(
                                                "what? >a dog",
                                                "puppy",
                                                AnswerTags.answers("vqa", two))),
                                List.of(
                                        SmallData.asked(
                                                "what? >",
                                                "puppy",
                                                AnswerTags.answers("vqa", two)))));
        assertThat(value(report, "Questions that people answered", "all", "VQA accuracy"))
                .isCloseTo((1 + 0.6) / 3, within(1e-12));
        assertThat(value(report, "Questions that people answered", "all", "invalid"))
                .isEqualTo(1.0 / 3);
        assertThat(report.invalid()).isEqualTo(1);
    }

    @Test
    void choicesAreReadAndRanked() {
        List<String> options = List.of("a cat", "a dog", "an owl");
        Map<String, String> said = AnswerTags.options("choice", options);
        Map<String, String> circle = AnswerTags.with(said, AnswerTags.CIRCLE, "q1");
        EvalReport report =
                report(
                        List.of(
                                List.of(
                                        SmallData.asked("1 >B", "a dog", circle),
                                        SmallData.asked("2 >B", "a dog", circle),
                                        SmallData.asked("3 >a cat", "a dog", circle)),
                                List.of(
                                        SmallData.asked("4 >C. an owl", "C", said),
                                        SmallData.asked("5 >who knows", "A", said)),
                                List.of(
                                        SmallData.asked(
                                                "6 >a dog",
                                                "a dog",
                                                AnswerTags.options("likelihood", options)))));
        String title = "Multiple choice, the option said";
        assertThat(value(report, title, "all", "accuracy")).isEqualTo(3.0 / 5);
        assertThat(value(report, title, "all", "invalid")).isEqualTo(1.0 / 5);
        assertThat(value(report, title, "circular", "accuracy")).isZero();
        assertThat(value(report, "Multiple choice, the likeliest option", "all", "accuracy"))
                .isEqualTo(1);
    }

    @Test
    void listedOptionsCanBeRankedInstead() {
        List<String> options = List.of("a cat", "a dog", "an owl");
        Dataset said =
                SmallData.of(
                        List.of(
                                List.of(
                                        SmallData.asked(
                                                "A. a cat\nB. a dog\nC. an owl\nwhich? an owl",
                                                "C",
                                                AnswerTags.options("choice", options)),
                                        SmallData.asked("colour? >red", "red", Map.of()))));
        List<Scored> scored = SmallData.scored(new RankedChoices(said), ECHO);
        assertThat(scored.getFirst().item().question()).isEqualTo("which? an owl");
        assertThat(scored.getFirst().prediction().options()).hasSize(3);
        assertThat(scored).allMatch(item -> item.score().correct());
        assertThat(PredictionLines.line(scored.getFirst()))
                .contains("\"log_likelihoods\":[[-9.0,2],[-9.0,2],[-1.0,2]]");
    }

    @Test
    void yesAndNoAreMeasuredByPopeAndMme() {
        Map<String, String> pope = Map.of(AnswerTags.METRIC, "pope", AnswerTags.GROUP, "popular");
        Map<String, String> mme = Map.of(AnswerTags.METRIC, "mme", AnswerTags.GROUP, "colour");
        EvalReport report =
                report(
                        List.of(
                                List.of(
                                        SmallData.asked("1 >yes", "yes", pope),
                                        SmallData.asked("2 >no", "yes", pope),
                                        SmallData.asked("3 >a dog", "no", pope),
                                        SmallData.asked("4 >No.", "no", pope)),
                                List.of(
                                        SmallData.asked("5 >Yes", "Yes", mme),
                                        SmallData.asked("6 >no", "No", mme)),
                                List.of(
                                        SmallData.asked("7 >Yes", "Yes", mme),
                                        SmallData.asked("8 >perhaps", "No", mme))));
        String title = "Is it there? Yes or no (POPE)";
        assertThat(value(report, title, "all", "accuracy")).isEqualTo(0.5);
        assertThat(value(report, title, "all", "precision")).isEqualTo(0.5);
        assertThat(value(report, title, "all", "recall")).isEqualTo(0.5);
        assertThat(value(report, title, "all", "F1")).isEqualTo(0.5);
        assertThat(value(report, title, "all", "said yes")).isEqualTo(0.5);
        assertThat(value(report, title, "all", "invalid")).isEqualTo(0.25);
        String pairs = "Yes or no in pairs (MME)";
        assertThat(value(report, pairs, "colour", "acc")).isEqualTo(0.75);
        assertThat(value(report, pairs, "colour", "acc+")).isEqualTo(0.5);
        assertThat(value(report, pairs, "colour", "score of 200")).isEqualTo(1.25);
    }

    @Test
    void captionsAreMeasuredAgainstSeveral() {
        Map<String, String> tags =
                AnswerTags.answers(
                        "captions", List.of("a red boat on a lake", "a boat in the water"));
        Map<String, String> others =
                AnswerTags.answers("captions", List.of("two dogs play", "dogs in a park"));
        EvalReport report =
                report(
                        List.of(
                                List.of(
                                        SmallData.asked(
                                                "say >A red boat on a lake.", "a boat", tags)),
                                List.of(SmallData.asked("say >Two dogs play!", "dogs", others))));
        String title = "Captions against people's";
        assertThat(value(report, title, "all", "BLEU-1")).isCloseTo(1, within(1e-6));
        assertThat(value(report, title, "all", "ROUGE-L")).isEqualTo(1);
        assertThat(value(report, title, "all", "CIDEr-D")).isGreaterThan(2);
    }

    @Test
    void aMetricThatNobodyKnowsIsRefused() {
        assertThatThrownBy(
                        () ->
                                report(
                                        List.of(
                                                List.of(
                                                        SmallData.asked(
                                                                "1 >a",
                                                                "b",
                                                                Map.of("metric", "meteor"))))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'meteor'")
                .hasMessageContaining("expected one of vqa");
        assertThatThrownBy(
                        () ->
                                report(
                                        List.of(
                                                List.of(
                                                        SmallData.asked(
                                                                "1 >a",
                                                                "Z",
                                                                AnswerTags.options(
                                                                        "choice",
                                                                        List.of("x", "y")))))))
                .hasMessageContaining("none of its options");
    }
}
