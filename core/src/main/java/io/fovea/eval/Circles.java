package io.fovea.eval;

import io.fovea.data.AnswerTags;
import io.fovea.metrics.CircularEval;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Items that are right together or not at all: rounds of a question, questions of a picture. */
final class Circles {

    private Circles() {}

    /**
     * For each question that was asked in rounds its first item, right when all rounds are; none
     * where nothing was asked in rounds.
     */
    static List<Scored> judged(List<Scored> items) {
        Map<String, List<Scored>> circles = new LinkedHashMap<>();
        for (Scored item : items) {
            String circle = item.item().tags().get(AnswerTags.CIRCLE);
            if (circle != null) {
                circles.computeIfAbsent(circle, name -> new ArrayList<>()).add(item);
            }
        }
        return circles.values().stream().map(Circles::together).toList();
    }

    /** For each picture its first item, right when all its questions are. */
    static List<Scored> pictures(List<Scored> items) {
        Map<Long, List<Scored>> pictures = new LinkedHashMap<>();
        items.forEach(
                item ->
                        pictures.computeIfAbsent(item.item().scene(), scene -> new ArrayList<>())
                                .add(item));
        return pictures.values().stream()
                .map(all -> with(all, all.stream().allMatch(item -> item.score().correct())))
                .toList();
    }

    private static Scored together(List<Scored> rounds) {
        return with(
                rounds,
                CircularEval.right(
                        rounds.stream().map(item -> item.score().correct()).toList(),
                        rounds.getFirst().item().options().size()));
    }

    private static Scored with(List<Scored> all, boolean right) {
        boolean invalid = all.stream().anyMatch(item -> item.score().invalid());
        return new Scored(all.getFirst().prediction(), Score.measured(right, invalid, Map.of()));
    }
}
