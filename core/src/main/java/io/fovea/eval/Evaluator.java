package io.fovea.eval;

import io.fovea.chat.PlaceInput;
import io.fovea.data.Dataset;

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
    private final int together;

    /** An evaluation that tells places in every way and asks one question after the other. */
    public Evaluator(Answerer answerer) {
        this(answerer, EnumSet.allOf(PlaceInput.class), 1);
    }

    /**
     * An evaluation.
     *
     * @param ways how places in questions are told, each way an item of its own
     * @param together questions that are asked at a time
     */
    public Evaluator(Answerer answerer, Set<PlaceInput> ways, int together) {
        if (together < 1) {
            throw new IllegalArgumentException(
                    "at least 1 question is asked at a time, got " + together);
        }
        this.answerer = answerer;
        this.together = together;
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
     * @param journal is given each new answer before the next are asked for
     */
    public List<Prediction> run(Dataset dataset, long scenes, Journal journal, Progress progress) {
        if (scenes < 1) {
            throw new IllegalArgumentException(
                    "an evaluation needs at least 1 picture, got " + scenes);
        }
        long total = Math.min(scenes, dataset.size());
        SamePictures pictures = new SamePictures(dataset);
        List<Prediction> all = new ArrayList<>();
        long[] done = {0};
        AskingTogether asking =
                new AskingTogether(
                        answerer,
                        together,
                        journal,
                        latest -> {
                            all.addAll(latest);
                            progress.done(++done[0], total, latest);
                        });
        for (long scene = 0; scene < total; scene++) {
            asking.ask(
                    Exchange.of(dataset.get(scene), pictures.first(scene)).stream()
                            .filter(this::wanted)
                            .toList());
        }
        asking.finish();
        return all;
    }

    private boolean wanted(Exchange exchange) {
        PlaceInput told = exchange.item().told();
        return told == null || ways.contains(told);
    }
}
