package io.fovea.language;

import io.fovea.nn.KvCache;
import io.fovea.tensor.Tensor;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * One pass of a language model.
 *
 * @param embeddings {@code [B, S, Dl]}
 * @param positions whole numbers, {@code [B, S]}; or {@code [3, B, S]} (time, row, column) where
 *     the model knows three axes
 * @param mask added to attention scores, {@code [B, 1, S, T]} with T = cached + S; null where each
 *     token sees the cached ones, itself and those before it. Sliding windows need not be in it
 * @param cache earlier tokens, which this pass extends; null for none
 * @param taps receivers of the attention probabilities {@code [B, H, S, T]} of some layers
 * @param layers which states to keep, as Hugging Face counts them: 0 is the embedding, negative
 *     counts from the last; empty for all
 */
public record LanguageInput(
        Tensor embeddings,
        Tensor positions,
        @Nullable Tensor mask,
        @Nullable KvCache cache,
        Map<Integer, AttentionTap> taps,
        List<Integer> layers) {

    public LanguageInput {
        layers = List.copyOf(layers);
    }

    /** A pass that keeps the states of all layers. */
    public LanguageInput(
            Tensor embeddings,
            Tensor positions,
            @Nullable Tensor mask,
            @Nullable KvCache cache,
            Map<Integer, AttentionTap> taps) {
        this(embeddings, positions, mask, cache, taps, List.of());
    }

    /** The same, keeping a few states only; the others end as soon as they were read. */
    public LanguageInput only(Integer... kept) {
        return new LanguageInput(embeddings, positions, mask, cache, taps, Arrays.asList(kept));
    }
}
