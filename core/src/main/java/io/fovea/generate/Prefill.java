package io.fovea.generate;

import io.fovea.model.Placeholders;
import io.fovea.model.PromptPositions;
import io.fovea.model.VisionLanguageModel;
import io.fovea.model.VisualFeatures;
import io.fovea.tensor.Tensor;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.List;

/**
 * A prompt and what is written over its placeholders.
 *
 * @param ids token ids {@code [S]}, image tokens repeated; an image token may lie below 0, where
 *     the vocabulary has none
 * @param positions of the tokens
 * @param pictures what was seen of each picture, in the order of their image tokens, batch size 1
 * @param imageToken id of the image token
 * @param placePositions positions of the place tokens that carry a place, in order
 * @param places their embeddings {@code [N, Dl]}; null when there are none
 */
public record Prefill(
        int[] ids,
        PromptPositions positions,
        List<VisualFeatures> pictures,
        int imageToken,
        long[] placePositions,
        @Nullable Tensor places) {

    public Prefill {
        pictures = List.copyOf(pictures);
    }

    /** The picture that places are read from: the last one. */
    VisualFeatures seen() {
        return pictures.getLast();
    }

    /**
     * Input embeddings {@code [1, S, Dl]}, as training writes them.
     *
     * @throws IllegalArgumentException when counts of placeholders and embeddings differ, naming
     *     both
     */
    public Tensor embeddings(VisionLanguageModel model) {
        long[] wide = Arrays.stream(ids).asLongStream().toArray();
        long[] rows = Arrays.stream(ids).mapToLong(id -> Math.max(id, 0)).toArray();
        Tensor embeddings =
                model.language().embed(Tensor.of(rows, 1, rows.length).to(model.device()));
        if (!pictures.isEmpty()) {
            List<Tensor> seen = pictures.stream().map(Prefill::rows).toList();
            embeddings =
                    Placeholders.write(
                            embeddings,
                            Placeholders.find(wide, imageToken),
                            seen.size() == 1 ? seen.getFirst() : Tensor.cat(seen, 0),
                            "image patches");
        }
        return places == null
                ? embeddings
                : Placeholders.write(embeddings, placePositions, places, "places");
    }

    private static Tensor rows(VisualFeatures seen) {
        Tensor tokens = seen.tokens();
        return tokens.reshape(tokens.size(0) * tokens.size(1), tokens.size(2));
    }
}
