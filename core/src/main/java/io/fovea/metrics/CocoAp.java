package io.fovea.metrics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;

/**
 * COCO's average precision and recall for boxes or masks: ten IoU thresholds, 101 recalls, three
 * sizes, at most 100 finds a picture and category, crowds neither for nor against.
 *
 * <p>The definition is that of {@code COCOeval} in cocodataset/cocoapi (evaluateImg, accumulate,
 * summarize), order of equal scores included: pictures by number, then as given.
 */
public final class CocoAp {

    private final CocoOverlap overlap;
    private final int images;
    private final Map<String, Map<CocoArea, CocoCurve>> curves = new TreeMap<>();

    /**
     * Matches everything.
     *
     * @param images numbers of all pictures that were asked about, also of those where nothing is
     *     or was found; a thing of another picture is refused
     */
    public CocoAp(
            SortedSet<Long> images,
            List<CocoTruth> truths,
            List<CocoFound> found,
            CocoOverlap overlap) {
        this.overlap = overlap;
        this.images = images.size();
        Map<String, Map<Long, List<CocoTruth>>> expected = new HashMap<>();
        Map<String, Map<Long, List<CocoFound>>> answered = new HashMap<>();
        SortedSet<String> categories = new TreeSet<>();
        for (CocoTruth truth : truths) {
            add(expected, truth.category(), known(images, truth.image()), truth);
            categories.add(truth.category());
        }
        for (CocoFound find : found) {
            add(answered, find.category(), known(images, find.image()), find);
        }
        for (String category : categories) {
            curves.put(
                    category,
                    curves(
                            images,
                            expected.getOrDefault(category, Map.of()),
                            answered.getOrDefault(category, Map.of())));
        }
    }

    private static long known(SortedSet<Long> images, long image) {
        if (!images.contains(image)) {
            throw new IllegalArgumentException(
                    "a thing lies on picture " + image + ", which is not among those evaluated");
        }
        return image;
    }

    private static <T> void add(
            Map<String, Map<Long, List<T>>> all, String category, long image, T thing) {
        all.computeIfAbsent(category, name -> new HashMap<>())
                .computeIfAbsent(image, number -> new ArrayList<>())
                .add(thing);
    }

    private Map<CocoArea, CocoCurve> curves(
            SortedSet<Long> images,
            Map<Long, List<CocoTruth>> truths,
            Map<Long, List<CocoFound>> found) {
        Map<CocoArea, List<CocoMatching>> matchings = new EnumMap<>(CocoArea.class);
        for (long image : images) {
            List<CocoTruth> there = truths.getOrDefault(image, List.of());
            List<CocoFound> got =
                    found.getOrDefault(image, List.of()).stream()
                            .sorted(Comparator.comparingDouble(one -> -one.region().score()))
                            .limit(CocoMatching.MOST)
                            .toList();
            double[][] ious = new double[got.size()][there.size()];
            for (int d = 0; d < ious.length; d++) {
                for (int g = 0; g < ious[d].length; g++) {
                    ious[d][g] = overlap.iou(got.get(d), there.get(g));
                }
            }
            for (CocoArea area : CocoArea.values()) {
                matchings
                        .computeIfAbsent(area, range -> new ArrayList<>())
                        .add(CocoMatching.of(got, there, ious, area, overlap));
            }
        }
        Map<CocoArea, CocoCurve> curves = new EnumMap<>(CocoArea.class);
        matchings.forEach((area, each) -> curves.put(area, new CocoCurve(each)));
        return curves;
    }

    /** The numbers, each picture counted once. */
    public CocoSummary summary() {
        int[] once = new int[images];
        Arrays.fill(once, 1);
        return summary(once);
    }

    /**
     * The numbers with pictures weighed.
     *
     * @param times how often each picture counts, in the order of their numbers
     */
    public CocoSummary summary(int[] times) {
        if (times.length != images) {
            throw new IllegalArgumentException(
                    "expected a weight for each of " + images + " pictures, got " + times.length);
        }
        int last = CocoMatching.thresholds();
        Averages of = new Averages(times);
        return new CocoSummary(
                of.precision(CocoArea.ALL, 0, last),
                of.precision(CocoArea.ALL, 0, 1),
                of.precision(CocoArea.ALL, 5, 6),
                of.precision(CocoArea.SMALL, 0, last),
                of.precision(CocoArea.MEDIUM, 0, last),
                of.precision(CocoArea.LARGE, 0, last),
                of.recall(CocoArea.ALL, 1),
                of.recall(CocoArea.ALL, 10),
                of.recall(CocoArea.ALL, CocoMatching.MOST),
                of.recall(CocoArea.SMALL, CocoMatching.MOST),
                of.recall(CocoArea.MEDIUM, CocoMatching.MOST),
                of.recall(CocoArea.LARGE, CocoMatching.MOST));
    }

    /** Mean AP over the thresholds by category; categories without a true thing are left out. */
    public SortedMap<String, Double> byCategory() {
        int[] once = new int[images];
        Arrays.fill(once, 1);
        SortedMap<String, Double> all = new TreeMap<>();
        curves.forEach(
                (category, sizes) -> {
                    CocoCurve curve = Objects.requireNonNull(sizes.get(CocoArea.ALL));
                    if (curve.truths(once) > 0) {
                        double sum = 0;
                        for (int t = 0; t < CocoMatching.thresholds(); t++) {
                            sum += curve.at(t, CocoMatching.MOST, once).precision();
                        }
                        all.put(category, sum / CocoMatching.thresholds());
                    }
                });
        return all;
    }

    /** Means over categories and thresholds, where there are true things at all. */
    private final class Averages {

        private final int[] times;

        Averages(int[] times) {
            this.times = times;
        }

        double precision(CocoArea area, int from, int to) {
            return mean(area, from, to, CocoMatching.MOST, CocoCurve.Point::precision);
        }

        double recall(CocoArea area, int most) {
            return mean(area, 0, CocoMatching.thresholds(), most, CocoCurve.Point::recall);
        }

        private double mean(
                CocoArea area,
                int from,
                int to,
                int most,
                ToDoubleFunction<CocoCurve.Point> number) {
            double sum = 0;
            int count = 0;
            for (Map<CocoArea, CocoCurve> sizes : curves.values()) {
                CocoCurve curve = Objects.requireNonNull(sizes.get(area));
                if (curve.truths(times) > 0) {
                    for (int t = from; t < to; t++) {
                        sum += number.applyAsDouble(curve.at(t, most, times));
                        count++;
                    }
                }
            }
            return count == 0 ? Double.NaN : sum / count;
        }
    }
}
