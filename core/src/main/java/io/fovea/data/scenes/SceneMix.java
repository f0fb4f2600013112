package io.fovea.data.scenes;

import java.util.Collection;
import java.util.List;

/**
 * How often each family of exchanges is drawn; weights need not sum to one.
 *
 * @param name "find the apple"
 * @param qualifier colour, size, side and ordinal
 * @param relation "the apple left of the cat"
 * @param absent the same forms where nothing fits
 * @param all "find all apples"
 * @param questions answered in words: exists, count, colour, where, larger, smaller, yesno, whatis
 * @param region a place in the question
 * @param caption captions, half of them grounded
 */
public record SceneMix(
        double name,
        double qualifier,
        double relation,
        double absent,
        double all,
        double questions,
        double region,
        double caption) {

    private static final List<String> KINDS =
            List.of(
                    "name",
                    "qualifier",
                    "relation",
                    "absent",
                    "all",
                    "questions",
                    "region",
                    "caption");

    public SceneMix {
        double sum = 0;
        for (double weight :
                new double[] {name, qualifier, relation, absent, all, questions, region, caption}) {
            if (!(weight >= 0) || Double.isInfinite(weight)) {
                throw new IllegalArgumentException(
                        "a weight of the scene mix is at least 0, got " + weight);
            }
            sum += weight;
        }
        if (sum <= 0) {
            throw new IllegalArgumentException(
                    "all weights of the scene mix are 0; give at least one a weight");
        }
    }

    /** The mix of the embedded model's training. */
    public static SceneMix defaults() {
        return new SceneMix(.24, .15, .10, .17, .08, .14, .07, .05);
    }

    /**
     * This mix with some kinds of exchange alone; one that has no weight here gets one.
     *
     * @param kinds the names of this record's components
     * @throws IllegalArgumentException naming one that there is not
     */
    public SceneMix only(Collection<String> kinds) {
        for (String kind : kinds) {
            if (!KINDS.contains(kind)) {
                throw new IllegalArgumentException(
                        "there is no kind of exchange '" + kind + "', expected some of " + KINDS);
            }
        }
        double[] kept = weights();
        for (int i = 0; i < kept.length; i++) {
            if (!kinds.contains(KINDS.get(i))) {
                kept[i] = 0;
            } else if (kept[i] == 0) {
                kept[i] = 1.0 / kept.length;
            }
        }
        return new SceneMix(kept[0], kept[1], kept[2], kept[3], kept[4], kept[5], kept[6], kept[7]);
    }

    double[] weights() {
        return new double[] {name, qualifier, relation, absent, all, questions, region, caption};
    }
}
