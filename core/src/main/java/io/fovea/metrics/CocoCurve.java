package io.fovea.metrics;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Precision over recall of one category and range of sizes, over all pictures, from the most
 * confident find down. Pictures may count several times or not at all, for a bootstrap.
 */
final class CocoCurve {

    private static final int RECALLS = 101;

    /** As numpy's {@code spacing(1)}: keeps 0 / 0 at 0. */
    private static final double TINY = Math.ulp(1.0);

    private record Find(int image, int rank, double score, int matched, int ignored) {}

    /** True things of a picture that has some. */
    private record Truths(int image, int count) {}

    private final List<Find> finds = new ArrayList<>();
    private final List<Truths> truths = new ArrayList<>();

    /**
     * Joins the pictures' matchings.
     *
     * @param matchings by number of the picture
     */
    CocoCurve(List<CocoMatching> matchings) {
        for (int image = 0; image < matchings.size(); image++) {
            CocoMatching matching = matchings.get(image);
            if (matching.truths() > 0) {
                truths.add(new Truths(image, matching.truths()));
            }
            for (int rank = 0; rank < matching.scores().length; rank++) {
                finds.add(
                        new Find(
                                image,
                                rank,
                                matching.scores()[rank],
                                matching.matched()[rank],
                                matching.ignored()[rank]));
            }
        }
        finds.sort(Comparator.comparingDouble(find -> -find.score()));
    }

    /**
     * The point that a threshold gives.
     *
     * @param precision mean of the best precision at or beyond each of 101 recalls
     * @param recall of all finds together
     */
    record Point(double precision, double recall) {}

    /** True things in the pictures counted; without any there is no point. */
    long truths(int[] times) {
        long sum = 0;
        for (Truths own : truths) {
            sum += (long) times[own.image()] * own.count();
        }
        return sum;
    }

    /**
     * One point.
     *
     * @param threshold number of the IoU threshold
     * @param most how many finds of each picture count
     * @param times how often each picture counts
     */
    Point at(int threshold, int most, int[] times) {
        double all = truths(times);
        double[] recall = new double[finds.size()];
        double[] precision = new double[finds.size()];
        int size = 0;
        long right = 0;
        long wrong = 0;
        for (Find find : finds) {
            if (find.rank() < most && times[find.image()] > 0) {
                boolean counts = (find.ignored() >> threshold & 1) == 0;
                boolean matched = (find.matched() >> threshold & 1) == 1;
                right += counts && matched ? times[find.image()] : 0;
                wrong += counts && !matched ? times[find.image()] : 0;
                recall[size] = right / all;
                precision[size] = right / (wrong + right + TINY);
                size++;
            }
        }
        for (int i = size - 1; i > 0; i--) {
            precision[i - 1] = Math.max(precision[i - 1], precision[i]);
        }
        double sum = 0;
        int at = 0;
        for (int r = 0; r < RECALLS; r++) {
            double wanted = r == RECALLS - 1 ? 1 : r * 0.01;
            while (at < size && recall[at] < wanted) {
                at++;
            }
            sum += at < size ? precision[at] : 0;
        }
        return new Point(sum / RECALLS, size == 0 ? 0 : recall[size - 1]);
    }
}
