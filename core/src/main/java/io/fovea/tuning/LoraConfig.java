package io.fovea.tuning;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Low-rank adapters for a model (LoRA; Hu et al. 2021, arXiv 2106.09685), as a value of a recipe.
 *
 * @param rank of each change, at least 1
 * @param alpha the change is scaled by alpha / rank, or by alpha / sqrt(rank) with rslora
 * @param dropout share of a layer's input that its adapter does not see while training
 * @param rslora rank-stabilised scale (Kalajdzievski 2023, arXiv 2312.03732)
 * @param targets linear layers: the last part of their names, for those of the language layers, or
 *     a whole name; null for all linear layers of the language layers
 * @param layers of the language model in which targets lie; null for all
 */
public record LoraConfig(
        int rank,
        double alpha,
        double dropout,
        boolean rslora,
        @Nullable List<String> targets,
        @Nullable LayerSelection layers) {

    public LoraConfig {
        targets = targets == null ? null : List.copyOf(targets);
        if (rank < 1) {
            throw new IllegalArgumentException("lora.rank is at least 1, got " + rank);
        }
        if (!(alpha > 0) || Double.isInfinite(alpha)) {
            throw new IllegalArgumentException("lora.alpha is above 0, got " + alpha);
        }
        if (!(dropout >= 0 && dropout < 1)) {
            throw new IllegalArgumentException(
                    "lora.dropout is at least 0 and below 1, got " + dropout);
        }
        if (targets != null && targets.isEmpty()) {
            throw new IllegalArgumentException(
                    "lora.targets names at least one linear layer; leave it out for all");
        }
    }

    /** Rank 16, alpha 32, no dropout, on every linear layer of the language layers. */
    public static LoraConfig defaults() {
        return new LoraConfig(16, 32, 0, false, null, null);
    }

    /** What the product of the two matrices is multiplied by. */
    public double scale() {
        return rslora ? alpha / Math.sqrt(rank) : alpha / rank;
    }
}
