package io.fovea.pruning;

import io.fovea.language.AttentionTap;
import io.fovea.tensor.Scope;
import io.fovea.tensor.Tensor;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Sums of the attention that words behind a picture pay to image tokens, prompt by prompt. A
 * layer's probabilities are summed as soon as they are there, so only one layer's are in memory.
 */
final class AttentionSums {

    private final double[] mass;
    private long tokens;

    /** For a model of some layers. */
    AttentionSums(int layers) {
        mass = new double[layers];
    }

    /**
     * Receivers for the attention probabilities {@code [1, H, S, S]} of every layer in a pass over
     * one prompt. A prompt without words behind a picture adds nothing.
     */
    Map<Integer, AttentionTap> taps(TokenRoles roles) {
        long[] image = roles.imageColumns();
        int first = image.length == 0 ? roles.words().length : (int) image[0];
        boolean[] looking = roles.words().clone();
        Arrays.fill(looking, 0, first, false);
        int count = TokenRoles.count(looking);
        tokens += count;
        Map<Integer, AttentionTap> taps = new HashMap<>();
        if (count > 0) {
            for (int layer = 0; layer < mass.length; layer++) {
                int at = layer;
                taps.put(layer, (seen, scope) -> add(at, seen, image, looking));
            }
        }
        return taps;
    }

    private void add(int layer, Tensor probabilities, long[] image, boolean[] looking) {
        try (Scope scope = Scope.open()) {
            Tensor columns = Tensor.of(image, image.length).to(probabilities.device());
            double[] onImage =
                    probabilities.indexSelect(3, columns).sum(-1, false).mean(1, false).toDoubles();
            for (int i = 0; i < onImage.length; i++) {
                mass[layer] += looking[i] ? onImage[i] : 0;
            }
        }
    }

    /**
     * Mean share of attention on image tokens, for each layer.
     *
     * @throws IllegalArgumentException when no prompt had words behind a picture
     */
    List<Double> mass() {
        if (tokens == 0) {
            throw new IllegalArgumentException(
                    "the score image_attention looks at words behind a picture, and no prompt has"
                            + " any; ask after showing the picture");
        }
        return Arrays.stream(mass).map(sum -> sum / tokens).boxed().toList();
    }
}
