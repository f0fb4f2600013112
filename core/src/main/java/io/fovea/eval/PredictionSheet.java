package io.fovea.eval;

import io.fovea.data.Dataset;
import io.fovea.geometry.Canvas;
import io.fovea.geometry.Region;
import io.fovea.image.Image;
import io.fovea.image.Sheet;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;

/**
 * A sheet of test pictures with what was asked and answered: first drawn at random, then the worst,
 * then the best. The truth is outlined in green, what was found is tinted. One question a picture.
 */
public final class PredictionSheet {

    private static final int RANDOM = 12;
    private static final int WORST = 6;
    private static final int BEST = 6;
    private static final int COLUMNS = 6;
    private static final int SIDE = 256;

    private PredictionSheet() {}

    /** Whether there is anything to draw: answers about places. */
    public static boolean drawable(List<Scored> scored) {
        return scored.stream().anyMatch(PredictionSheet::aboutPlaces);
    }

    private static boolean aboutPlaces(Scored item) {
        Family family = item.item().family();
        return item.item().measure() == Measure.PLAIN
                && (family.places() || family == Family.GROUNDED_CAPTION);
    }

    /**
     * Draws the sheet.
     *
     * @param dataset the data set that was asked about; pictures are read again
     * @param seed of the choice
     */
    public static Image draw(List<Scored> scored, Dataset dataset, long seed) {
        List<Sheet.Entry> entries =
                choose(scored, seed).stream()
                        .map(
                                item ->
                                        new Sheet.Entry(
                                                PredictionPicture.draw(
                                                        item,
                                                        dataset.get(item.item().scene()).picture(),
                                                        SIDE),
                                                caption(item)))
                        .toList();
        return new Sheet(COLUMNS, new Canvas(SIDE, SIDE))
                .draw(
                        "green outline: truth; tinted: found.  rows 1-2 at random, row 3 worst, row"
                                + " 4 best",
                        entries);
    }

    /**
     * Distinct pictures: at random among all that concern places, then the worst and the best
     * groundings left.
     */
    static List<Scored> choose(List<Scored> scored, long seed) {
        List<Scored> places =
                new ArrayList<>(scored.stream().filter(PredictionSheet::aboutPlaces).toList());
        Collections.shuffle(places, new Random(seed));
        Set<Long> used = new HashSet<>();
        List<Scored> chosen = new ArrayList<>();
        take(places, RANDOM, used, chosen);
        List<Scored> found =
                new ArrayList<>(
                        places.stream()
                                .filter(item -> item.item().family() == Family.GROUNDING)
                                .toList());
        found.sort(
                Comparator.comparingDouble(Gallery::quality)
                        .thenComparingDouble(item -> -confidence(item)));
        take(found, WORST, used, chosen);
        Collections.reverse(found);
        take(found, BEST, used, chosen);
        return chosen;
    }

    private static void take(List<Scored> from, int count, Set<Long> used, List<Scored> to) {
        int left = count;
        for (Scored item : from) {
            if (left > 0 && used.add(item.item().scene())) {
                to.add(item);
                left--;
            }
        }
    }

    private static double confidence(Scored item) {
        List<Region> regions = item.prediction().answer().regions();
        return regions.isEmpty() ? 0 : regions.get(0).score();
    }

    static String caption(Scored item) {
        String judged =
                switch (item.item().family()) {
                    case GROUNDING -> overlaps(item);
                    case ABSENT, ALL, QUESTION, REGION, CAPTION, GROUNDED_CAPTION ->
                            item.score().correct() ? "right" : "wrong";
                };
        String answer = item.prediction().answer().text();
        return item.item().question()
                + (answer.isEmpty() ? "" : " > " + answer)
                + "  ("
                + judged
                + ")";
    }

    /** Of box and, where its pixels were annotated, mask. */
    private static String overlaps(Scored item) {
        String box = String.format(Locale.ROOT, "box %.2f", item.score().boxIou());
        return item.item().truth().getFirst().mask() == null
                ? box
                : box + String.format(Locale.ROOT, " mask %.2f", item.score().mask().iou());
    }
}
