package io.fovea.eval;

import io.fovea.chat.Answer;
import io.fovea.chat.PlaceInput;
import io.fovea.data.Dataset;
import io.fovea.data.Sample;
import io.fovea.metrics.LikelihoodChoice;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Asks everything that a data set asks, in its order, and keeps what is answered. */
public final class Evaluator {

    /** Hears how far an evaluation is. */
    @FunctionalInterface
    public interface Progress {

        /**
         * Called after each picture.
         *
         * @param scenes pictures done
         * @param total pictures in all
         * @param latest the answers about the picture just done
         */
        void done(long scenes, long total, List<Prediction> latest);
    }

    private final Answerer answerer;
    private final Set<PlaceInput> ways;

    /** An evaluation that tells places in every way. */
    public Evaluator(Answerer answerer) {
        this(answerer, EnumSet.allOf(PlaceInput.class));
    }

    /**
     * An evaluation.
     *
     * @param ways how places in questions are told, each way an item of its own
     */
    public Evaluator(Answerer answerer, Set<PlaceInput> ways) {
        this.answerer = answerer;
        this.ways = ways.isEmpty() ? EnumSet.noneOf(PlaceInput.class) : EnumSet.copyOf(ways);
    }

    /**
     * Asks about the first pictures of a data set; an answerer's exception ends the evaluation.
     *
     * @param scenes how many pictures; fewer when the data set is smaller
     */
    public List<Prediction> run(Dataset dataset, long scenes, Progress progress) {
        return run(dataset, scenes, Journal.NONE, progress);
    }

    /**
     * As above, where what a journal has is not asked again.
     *
     * @param journal is given each new answer before the next is asked for
     */
    public List<Prediction> run(Dataset dataset, long scenes, Journal journal, Progress progress) {
        if (scenes < 1) {
            throw new IllegalArgumentException(
                    "an evaluation needs at least 1 picture, got " + scenes);
        }
        long total = Math.min(scenes, dataset.size());
        SamePictures pictures = new SamePictures(dataset);
        List<Prediction> all = new ArrayList<>();
        for (long scene = 0; scene < total; scene++) {
            Sample sample = dataset.get(scene);
            List<Prediction> latest = new ArrayList<>();
            for (Exchange exchange : Exchange.of(sample, pictures.first(scene))) {
                PlaceInput told = exchange.item().told();
                if (told == null || ways.contains(told)) {
                    latest.add(answered(exchange, journal));
                }
            }
            all.addAll(latest);
            progress.done(scene + 1, total, List.copyOf(latest));
        }
        return all;
    }

    private Prediction answered(Exchange exchange, Journal journal) {
        Optional<Prediction> known = journal.answered(exchange.item(), exchange.canvas());
        if (known.isPresent()) {
            return known.get();
        }
        Prediction made = ask(exchange);
        journal.keep(made);
        return made;
    }

    private Prediction ask(Exchange exchange) {
        long start = System.nanoTime();
        if (exchange.item().measure() == Measure.LIKELIHOOD) {
            return ranked(exchange, start);
        }
        Answer answer = answerer.answer(exchange.conversation());
        return new Prediction(exchange.item(), answer, (System.nanoTime() - start) / 1e6);
    }

    /** The answer is the likeliest option. */
    private Prediction ranked(Exchange exchange, long start) {
        List<String> options = exchange.item().options();
        List<LikelihoodChoice.Option> likely =
                answerer.likelihoods(exchange.conversation(), options);
        double millis = (System.nanoTime() - start) / 1e6;
        int tokens = likely.stream().mapToInt(LikelihoodChoice.Option::tokens).sum();
        Answer answer =
                new Answer(
                        List.of(new Answer.Text(options.get(LikelihoodChoice.best(likely)))),
                        new Answer.Usage(0, tokens),
                        Answer.Finish.STOP);
        return new Prediction(exchange.item(), answer, millis, likely);
    }
}
