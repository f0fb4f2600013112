package io.fovea.eval;

import io.fovea.chat.Answer;
import io.fovea.metrics.LikelihoodChoice;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Asks several exchanges at a time, also of different pictures, and hands their answers on picture
 * by picture in the order in which they were asked.
 */
final class AskingTogether {

    private final Answerer answerer;
    private final int together;
    private final Journal journal;
    private final Consumer<List<Prediction>> sink;
    private final Deque<List<Asked>> pictures = new ArrayDeque<>();
    private final List<Asked> waiting = new ArrayList<>();

    private static final class Asked {

        private final Exchange exchange;
        private @Nullable Prediction answered;

        Asked(Exchange exchange, @Nullable Prediction answered) {
            this.exchange = exchange;
            this.answered = answered;
        }
    }

    /**
     * @param together exchanges that are asked at a time, fewer only at the end
     * @param journal is given each new answer before the next are asked for
     * @param sink is given all answers about a picture
     */
    AskingTogether(
            Answerer answerer, int together, Journal journal, Consumer<List<Prediction>> sink) {
        this.answerer = answerer;
        this.together = together;
        this.journal = journal;
        this.sink = sink;
    }

    /** Asks about a picture, now or together with the next. */
    void ask(List<Exchange> exchanges) {
        List<Asked> picture = new ArrayList<>();
        pictures.add(picture);
        for (Exchange exchange : exchanges) {
            Asked asked =
                    new Asked(
                            exchange,
                            journal.answered(exchange.item(), exchange.canvas()).orElse(null));
            picture.add(asked);
            if (asked.answered == null) {
                ask(asked);
            }
        }
        handOn();
    }

    private void ask(Asked asked) {
        if (asked.exchange.item().measure() == Measure.LIKELIHOOD) {
            rank(asked);
            return;
        }
        waiting.add(asked);
        if (waiting.size() == together) {
            askWaiting();
        }
    }

    /** Asks what still waits. */
    void finish() {
        askWaiting();
        handOn();
    }

    private void handOn() {
        while (!pictures.isEmpty()
                && pictures.element().stream().allMatch(asked -> asked.answered != null)) {
            sink.accept(
                    pictures.remove().stream()
                            .map(asked -> Objects.requireNonNull(asked.answered))
                            .toList());
        }
    }

    private void askWaiting() {
        if (waiting.isEmpty()) {
            return;
        }
        long start = System.nanoTime();
        List<Answer> answers =
                answerer.answers(waiting.stream().map(one -> one.exchange.conversation()).toList());
        double share = (System.nanoTime() - start) / 1e6 / waiting.size();
        for (int i = 0; i < answers.size(); i++) {
            Asked one = waiting.get(i);
            keep(one, new Prediction(one.exchange.item(), answers.get(i), share));
        }
        waiting.clear();
    }

    /** The answer is the likeliest option. */
    private void rank(Asked asked) {
        long start = System.nanoTime();
        List<String> options = asked.exchange.item().options();
        List<LikelihoodChoice.Option> likely =
                answerer.likelihoods(asked.exchange.conversation(), options);
        double millis = (System.nanoTime() - start) / 1e6;
        int tokens = likely.stream().mapToInt(LikelihoodChoice.Option::tokens).sum();
        Answer answer =
                new Answer(
                        List.of(new Answer.Text(options.get(LikelihoodChoice.best(likely)))),
                        new Answer.Usage(0, tokens),
                        Answer.Finish.STOP);
        keep(asked, new Prediction(asked.exchange.item(), answer, millis, likely));
    }

    private void keep(Asked asked, Prediction made) {
        journal.keep(made);
        asked.answered = made;
    }
}
