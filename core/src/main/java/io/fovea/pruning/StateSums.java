package io.fovea.pruning;

import io.fovea.tensor.DType;
import io.fovea.tensor.Scope;
import io.fovea.tensor.Tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Sums over the states of all layers, batch by batch: nothing of a batch is kept. Arithmetic in 64
 * bits, since angles near 0 lose half of their digits in 32.
 *
 * <p>The cosine of a state of norm 0 is that of ShortGPT's code, 0.5.
 */
final class StateSums {

    private static final double OF_NOTHING = 0.5;

    private final int layers;
    private final double[] image;
    private final double[] words;
    private final double[][] angles;
    private long imageTokens;
    private long wordTokens;
    private long rows;

    /** For a model of some layers. */
    StateSums(int layers) {
        this.layers = layers;
        image = new double[layers];
        words = new double[layers];
        angles = new double[layers][];
        Arrays.setAll(angles, n -> new double[layers - n]);
    }

    /**
     * Adds a batch.
     *
     * @param states before the first layer and behind every one, {@code [B, S, D]} each
     * @throws IllegalArgumentException when a state is not finite, naming the layer
     */
    void add(List<Tensor> states, TokenRoles roles) {
        for (int layer = 0; layer < layers; layer++) {
            double[] cosines = cosines(states.get(layer), states.get(layer + 1));
            for (int i = 0; i < cosines.length; i++) {
                if (!Double.isFinite(cosines[i])) {
                    throw new IllegalArgumentException(
                            "the states of layer "
                                    + layer
                                    + " are not finite at token "
                                    + i
                                    + ", so it cannot be scored; try --dtype float32, or check the"
                                    + " model's weights");
                }
                image[layer] += roles.image()[i] ? cosines[i] : 0;
                words[layer] += roles.words()[i] ? cosines[i] : 0;
            }
        }
        imageTokens += TokenRoles.count(roles.image());
        wordTokens += TokenRoles.count(roles.words());
        for (int row = 0; row < roles.last().length; row++) {
            addAngles(states, row, roles.last()[row]);
        }
    }

    /** Cosines between states of two layers at each token, {@code [B * S]}. */
    static double[] cosines(Tensor before, Tensor after) {
        try (Scope scope = Scope.open()) {
            Tensor a = before.to(DType.FLOAT64);
            Tensor b = after.to(DType.FLOAT64);
            double[] dots = a.mul(b).sum(-1, false).toDoubles();
            double[] first = a.mul(a).sum(-1, false).toDoubles();
            double[] second = b.mul(b).sum(-1, false).toDoubles();
            double[] cosines = new double[dots.length];
            for (int i = 0; i < cosines.length; i++) {
                double norms = Math.sqrt(first[i]) * Math.sqrt(second[i]);
                cosines[i] = norms == 0 ? OF_NOTHING : Math.clamp(dots[i] / norms, -1, 1);
            }
            return cosines;
        }
    }

    /** Angles over pi between the states of one token before and after any number of layers. */
    private void addAngles(List<Tensor> states, int row, int column) {
        try (Scope scope = Scope.open()) {
            List<Tensor> token = new ArrayList<>();
            for (Tensor state : states) {
                token.add(state.select(0, row).select(0, column).to(DType.FLOAT64));
            }
            Tensor all = Tensor.stack(token, 0);
            double[] products = all.matmul(all.transpose(0, 1)).toDoubles();
            int count = layers + 1;
            for (int n = 1; n <= layers; n++) {
                for (int from = 0; from + n <= layers; from++) {
                    int to = from + n;
                    double norms =
                            Math.sqrt(products[from * count + from])
                                    * Math.sqrt(products[to * count + to]);
                    double cosine = norms == 0 ? OF_NOTHING : products[from * count + to] / norms;
                    angles[n - 1][from] += Math.acos(Math.clamp(cosine, -1, 1)) / Math.PI;
                }
            }
        }
        rows++;
    }

    long imageTokens() {
        return imageTokens;
    }

    long wordTokens() {
        return wordTokens;
    }

    /** {@code 1 - mean cosine} over all tokens, for each layer. */
    List<Double> blockInfluence() {
        double[] both = new double[layers];
        Arrays.setAll(both, layer -> image[layer] + words[layer]);
        return influence(both, imageTokens + wordTokens);
    }

    /** The same at image tokens. */
    List<Double> imageInfluence() {
        return influence(image, imageTokens);
    }

    /** The same at all others. */
    List<Double> textInfluence() {
        return influence(words, wordTokens);
    }

    /** The mean of the two. */
    List<Double> multimodalInfluence() {
        List<Double> seen = imageInfluence();
        List<Double> read = textInfluence();
        List<Double> mean = new ArrayList<>();
        for (int layer = 0; layer < layers; layer++) {
            mean.add((seen.get(layer) + read.get(layer)) / 2);
        }
        return mean;
    }

    private static List<Double> influence(double[] cosines, long tokens) {
        return Arrays.stream(cosines).map(sum -> 1 - sum / tokens).boxed().toList();
    }

    /** Mean angle over pi across n layers from each layer on; the list of n is at {@code n - 1}. */
    List<List<Double>> blockDistances() {
        return Arrays.stream(angles)
                .map(sums -> Arrays.stream(sums).map(sum -> sum / rows).boxed().toList())
                .toList();
    }
}
