package io.fovea.generate;

import io.fovea.model.Placeholders;
import io.fovea.model.VisionLanguageModel;
import io.fovea.model.VisualFeatures;
import io.fovea.tensor.Tensor;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/**
 * A prompt and what is written over its placeholders.
 *
 * @param ids token ids {@code [S]}, image tokens repeated
 * @param seen the picture, batch size 1
 * @param imageToken id of the image token
 * @param placePositions positions of the place tokens that carry a place, in order
 * @param places their embeddings {@code [N, Dl]}; null when there are none
 */
public record Prefill(
        int[] ids,
        VisualFeatures seen,
        int imageToken,
        long[] placePositions,
        @Nullable Tensor places) {

    /**
     * Input embeddings {@code [1, S, Dl]}, as training writes them.
     *
     * @throws IllegalArgumentException when counts of placeholders and embeddings differ, naming
     *     both
     */
    Tensor embeddings(VisionLanguageModel model) {
        long[] wide = Arrays.stream(ids).asLongStream().toArray();
        Tensor patches = seen.tokens();
        Tensor embeddings =
                model.language().embed(Tensor.of(wide, 1, wide.length).to(patches.device()));
        embeddings =
                Placeholders.write(
                        embeddings,
                        Placeholders.find(wide, imageToken),
                        patches.reshape(patches.size(0) * patches.size(1), patches.size(2)),
                        "image patches");
        return places == null
                ? embeddings
                : Placeholders.write(embeddings, placePositions, places, "places");
    }
}
