package io.fovea.metrics;

import java.util.List;

/**
 * ROUGE-L (Lin 2004, as in pycocoevalcap): the longest common subsequence as precision and recall,
 * the best of each over the references, joined with recall weighing more (beta 1.2).
 */
public final class RougeL {

    private static final double BETA_SQUARED = 1.2 * 1.2;

    private RougeL() {}

    /**
     * From 0 to 1; 0 where nothing is said.
     *
     * @param answer words
     * @param references words of each
     */
    public static double of(List<String> answer, List<List<String>> references) {
        double precision = 0;
        double recall = 0;
        for (List<String> reference : references) {
            double common = common(answer, reference);
            if (common > 0) {
                precision = Math.max(precision, common / answer.size());
                recall = Math.max(recall, common / reference.size());
            }
        }
        return precision == 0
                ? 0
                : (1 + BETA_SQUARED) * precision * recall / (recall + BETA_SQUARED * precision);
    }

    private static int common(List<String> a, List<String> b) {
        int[] row = new int[b.size() + 1];
        for (String word : a) {
            int diagonal = 0;
            for (int j = 1; j <= b.size(); j++) {
                int above = row[j];
                row[j] = word.equals(b.get(j - 1)) ? diagonal + 1 : Math.max(above, row[j - 1]);
                diagonal = above;
            }
        }
        return row[b.size()];
    }
}
