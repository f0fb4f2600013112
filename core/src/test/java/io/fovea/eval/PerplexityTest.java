package io.fovea.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fovea.chat.Answer;
import io.fovea.chat.Conversation;
import io.fovea.chat.Message;
import io.fovea.data.Dataset;
import io.fovea.data.Dialogue;
import io.fovea.data.Sample;
import io.fovea.metrics.LikelihoodChoice;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

/** Perplexity by its definition, over a model whose likelihoods are known. */
class PerplexityTest {

    private static final EvalReport.Subject SUBJECT =
            new EvalReport.Subject("m", Map.of(), "the test's data", 1, Map.of(), "test");

    /** A token a word; each is as likely as one of four, those of "why" as one of two. */
    private static final Answerer MODEL =
            new Answerer() {
                @Override
                public Answer answer(Conversation conversation) {
                    throw new AssertionError("nothing is to be answered");
                }

                @Override
                public List<LikelihoodChoice.Option> likelihoods(
                        Conversation conversation, List<String> options) {
                    double each = conversation.toString().contains("why") ? .5 : .25;
                    int tokens = options.getFirst().split(" ").length;
                    return List.of(new LikelihoodChoice.Option(tokens * Math.log(each), tokens));
                }
            };

    private static Dataset data(Dialogue... dialogues) {
        return new Dataset() {
            @Override
            public long size() {
                return dialogues.length;
            }

            @Override
            public Sample get(long index) {
                return new Sample(
                        "s" + index, null, List.of(dialogues[(int) index]), List.of(), Map.of());
            }
        };
    }

    private static Dialogue said(String kind, String question, String answer) {
        return new Dialogue(kind, List.of(Message.user(question), Message.assistant(answer)));
    }

    @Test
    void longAnswersCountMore() {
        EvalReport report =
                new Perplexity(MODEL)
                        .report(
                                data(said("a", "what", "one two six"), said("b", "why", "it")),
                                9,
                                SUBJECT,
                                (done, total, latest) -> {});
        Table table = report.table(Perplexity.TABLE);
        assertThat(table.row("all").estimates().get("perplexity").value())
                .isCloseTo(Math.pow(2, 7.0 / 4), within(1e-12));
        assertThat(table.row("all").estimates().get("bits a character").value())
                .isCloseTo(7.0 / 13, within(1e-12));
        assertThat(table.row("b").estimates().get("perplexity").value())
                .isCloseTo(2, within(1e-12));
        assertThat(report.items()).isEqualTo(2);
    }

    @Test
    void dataWithoutWordsAreNamed() {
        assertThatThrownBy(
                        () ->
                                new Perplexity(MODEL)
                                        .report(
                                                data(said("a", "what", " ")),
                                                9,
                                                SUBJECT,
                                                (done, total, latest) -> {}))
                .hasMessageContaining("the test's data");
    }
}
