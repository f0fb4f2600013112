package io.fovea.eval;

import io.fovea.chat.Answer;
import io.fovea.chat.PlaceInput;
import io.fovea.data.Dataset;
import io.fovea.data.Sample;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
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
        if (scenes < 1) {
            throw new IllegalArgumentException(
                    "an evaluation needs at least 1 picture, got " + scenes);
        }
        long total = Math.min(scenes, dataset.size());
        List<Prediction> all = new ArrayList<>();
        for (long scene = 0; scene < total; scene++) {
            Sample sample = dataset.get(scene);
            List<Prediction> latest = new ArrayList<>();
            for (Exchange exchange : Exchange.of(sample, scene)) {
                PlaceInput told = exchange.item().told();
                if (told == null || ways.contains(told)) {
                    latest.add(ask(exchange));
                }
            }
            all.addAll(latest);
            progress.done(scene + 1, total, List.copyOf(latest));
        }
        return all;
    }

    private Prediction ask(Exchange exchange) {
        long start = System.nanoTime();
        Answer answer = answerer.answer(exchange.conversation());
        return new Prediction(exchange.item(), answer, (System.nanoTime() - start) / 1e6);
    }
}
