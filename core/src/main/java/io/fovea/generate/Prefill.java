package io.fovea.generate;

import io.fovea.model.Placeholders;
import io.fovea.model.PromptPositions;
import io.fovea.model.VisionLanguageModel;
import io.fovea.model.VisualFeatures;
import io.fovea.tensor.Tensor;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/**
 * A prompt and what is written over its placeholders.
 *
 * @param ids token ids {@code [S]}, image tokens repeated; an image token may lie below 0, where
 *     the vocabulary has none, and tokens that ask behind its last one
 * @param positions of the tokens
 * @param pictures what was seen of each picture, in the order of their image tokens, batch size 1
 * @param imageToken id of the image token
 * @param placePositions positions of the place tokens that carry a place, in order
 * @param places their embeddings {@code [N, Dl]}; null when there are none
 * @param asked where the prompt asks its picture, in order
 */
public record Prefill(
        int[] ids,
        PromptPositions positions,
        List<VisualFeatures> pictures,
        int imageToken,
        long[] placePositions,
        @Nullable Tensor places,
        List<Asked> asked) {

    public Prefill {
        pictures = List.copyOf(pictures);
        asked = List.copyOf(asked);
    }

    /** A prompt that does not ask. */
    public Prefill(
            int[] ids,
            PromptPositions positions,
            List<VisualFeatures> pictures,
            int imageToken,
            long[] placePositions,
            @Nullable Tensor places) {
        this(ids, positions, pictures, imageToken, placePositions, places, List.of());
    }

    /**
     * A request in the prompt, read by the {@link ReadoutHandler} that listens to its token, and
     * the slots behind it, which that handler writes.
     *
     * @param position of the request
     * @param inputs vectors of the request and its slots before they are written, {@code [1 + Q,
     *     Dl]}
     */
    public record Asked(int position, Tensor inputs) {

        private long slots() {
            return inputs.size(0) - 1;
        }

        /**
         * The embeddings {@code [1, S, Dl]} of a prompt with answers {@code [Q, Dl]} in the slots.
         */
        Tensor answered(Tensor embeddings, @Nullable Tensor answers) {
            if (answers == null) {
                throw new IllegalArgumentException(
                        "the handler of the request at position "
                                + position
                                + " wrote nothing into its slots");
            }
            return Placeholders.write(
                    embeddings,
                    LongStream.rangeClosed(position + 1L, position + slots()).toArray(),
                    answers,
                    "answers to a request");
        }

        private Tensor unanswered(Tensor embeddings) {
            return Placeholders.write(
                    embeddings,
                    LongStream.rangeClosed(position, position + slots()).toArray(),
                    inputs,
                    "a request and its slots");
        }
    }

    /** The picture that places are read from: the last one. */
    VisualFeatures seen() {
        return pictures.getLast();
    }

    /**
     * Input embeddings {@code [1, S, Dl]}, as training writes them; slots without answers.
     *
     * @throws IllegalArgumentException when counts of placeholders and embeddings differ, naming
     *     both
     */
    public Tensor embeddings(VisionLanguageModel model) {
        long[] wide = Arrays.stream(ids).asLongStream().toArray();
        int last = model.language().vocabulary() - 1;
        long[] rows = Arrays.stream(ids).mapToLong(id -> Math.clamp(id, 0, last)).toArray();
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
        for (Asked request : asked) {
            embeddings = request.unanswered(embeddings);
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
