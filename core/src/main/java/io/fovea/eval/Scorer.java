package io.fovea.eval;

import io.fovea.chat.Answer;
import io.fovea.geometry.Region;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Judges answers. Correct means:
 *
 * <ul>
 *   <li>grounding: the first place answered has a box IoU above 0.5 with the true one; no place is
 *       wrong
 *   <li>absent: no place at all
 *   <li>all: as many places as there are things, each matched
 *   <li>questions, told places, captions: the same words after normalisation
 *   <li>grounded captions: the same phrases, each with all its places matched, and no others
 *   <li>what a data set measures otherwise: see {@link MeasureScorer}
 * </ul>
 */
public final class Scorer {

    private static final String NONE = "none";

    private final KindNames kinds;

    /** Judges with a vocabulary of kinds, which captions are compared by. */
    public Scorer(KindNames kinds) {
        this.kinds = kinds;
    }

    /** Judges one answer. */
    public Score score(Prediction prediction) {
        Item item = prediction.item();
        if (item.measure() != Measure.PLAIN) {
            return MeasureScorer.score(prediction);
        }
        Answer answer = prediction.answer();
        List<Region> got = answer.regions();
        boolean invalid = invalid(item.family(), answer);
        return switch (item.family()) {
            case GROUNDING -> grounding(got, item, invalid);
            case ABSENT -> Score.words(got.isEmpty(), invalid);
            case ALL -> {
                Matches places = Matches.of(got, item.truth());
                yield Score.places(places.perfect(), invalid, places);
            }
            case QUESTION, REGION ->
                    Score.words(!invalid && Words.same(answer.text(), item.expected()), invalid);
            case CAPTION -> caption(answer, item, invalid, Matches.NONE);
            case GROUNDED_CAPTION -> caption(answer, item, invalid, phrases(got, item.truth()));
        };
    }

    private static boolean invalid(Family family, Answer answer) {
        boolean silent = answer.text().isBlank() && answer.regions().isEmpty();
        boolean places = !answer.regions().isEmpty();
        boolean wrongForm =
                switch (family) {
                    case GROUNDING, ABSENT, ALL -> !places && !Words.same(answer.text(), NONE);
                    case QUESTION, REGION, CAPTION -> places;
                    case GROUNDED_CAPTION -> !places;
                };
        return silent || wrongForm || answer.finish() != Answer.Finish.STOP;
    }

    private static Score grounding(List<Region> got, Item item, boolean invalid) {
        Region truth = item.truth().get(0);
        Region first = got.isEmpty() ? null : got.get(0);
        double iou = first == null ? 0 : first.box().iou(truth.box());
        return new Score(
                iou > Score.THRESHOLD,
                invalid,
                iou,
                MaskOverlap.of(first, truth),
                Matches.NONE,
                0,
                Matches.NONE);
    }

    private Score caption(Answer answer, Item item, boolean invalid, Matches phrases) {
        boolean correct =
                item.family() == Family.GROUNDED_CAPTION
                        ? phrases.perfect()
                        : !invalid && Words.same(answer.text(), item.expected());
        return new Score(
                correct,
                invalid,
                0,
                MaskOverlap.NONE,
                phrases,
                Words.f1(answer.text(), item.expected()),
                Matches.of(kinds.in(answer.text()), kinds.in(item.expected())));
    }

    /**
     * Phrases are found when they are answered in the same words and their places match one to one.
     */
    private static Matches phrases(List<Region> got, List<Region> expected) {
        Map<List<String>, List<Region>> answered = byPhrase(got);
        Map<List<String>, List<Region>> truth = byPhrase(expected);
        int found = 0;
        for (Map.Entry<List<String>, List<Region>> phrase : truth.entrySet()) {
            List<Region> places = answered.getOrDefault(phrase.getKey(), List.of());
            if (Matches.of(places, phrase.getValue()).perfect()) {
                found++;
            }
        }
        return Matches.counts(found, answered.size(), truth.size());
    }

    private static Map<List<String>, List<Region>> byPhrase(List<Region> regions) {
        Map<List<String>, List<Region>> phrases = new LinkedHashMap<>();
        for (Region region : regions) {
            String label = region.label() == null ? "" : region.label();
            phrases.computeIfAbsent(Words.of(label), words -> new ArrayList<>()).add(region);
        }
        return phrases;
    }
}
