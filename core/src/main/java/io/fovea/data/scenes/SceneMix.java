package io.fovea.data.scenes;

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

    double[] weights() {
        return new double[] {name, qualifier, relation, absent, all, questions, region, caption};
    }
}
