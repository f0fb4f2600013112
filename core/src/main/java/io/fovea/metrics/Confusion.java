package io.fovea.metrics;

/**
 * Yes-or-no answers against the truth, "yes" being the find: what POPE reports (Li et al. 2023).
 *
 * @param truePositives said yes, is so
 * @param falsePositives said yes, is not so
 * @param trueNegatives said no, is not so
 * @param falseNegatives said no, is so
 */
public record Confusion(
        long truePositives, long falsePositives, long trueNegatives, long falseNegatives) {

    /** One answer; one that is neither yes nor no is counted as the wrong one. */
    public static Confusion of(YesNo said, boolean truth) {
        boolean yes = said == YesNo.YES || said == YesNo.OTHER && !truth;
        return new Confusion(
                yes && truth ? 1 : 0,
                yes && !truth ? 1 : 0,
                !yes && !truth ? 1 : 0,
                !yes && truth ? 1 : 0);
    }

    /** Both together. */
    public Confusion plus(Confusion other) {
        return new Confusion(
                truePositives + other.truePositives,
                falsePositives + other.falsePositives,
                trueNegatives + other.trueNegatives,
                falseNegatives + other.falseNegatives);
    }

    public long count() {
        return truePositives + falsePositives + trueNegatives + falseNegatives;
    }

    /** Right answers of all. */
    public double accuracy() {
        return ratio(truePositives + trueNegatives, count());
    }

    /** Right among the yes. */
    public double precision() {
        return ratio(truePositives, truePositives + falsePositives);
    }

    /** Yes among what is so. */
    public double recall() {
        return ratio(truePositives, truePositives + falseNegatives);
    }

    /** Harmonic mean of precision and recall. */
    public double f1() {
        return ratio(2 * truePositives, 2 * truePositives + falsePositives + falseNegatives);
    }

    /** Yes of all. */
    public double yesShare() {
        return ratio(truePositives + falsePositives, count());
    }

    private static double ratio(long part, long of) {
        return of == 0 ? 0 : (double) part / of;
    }
}
