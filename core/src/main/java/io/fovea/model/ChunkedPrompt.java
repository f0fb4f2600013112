package io.fovea.model;

import io.fovea.chat.Rendered;
import io.fovea.chat.Segment;
import io.fovea.tokenizer.Piece;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Prompts of the first LLaVA and of Bunny: pictures have no token of the vocabulary, so the text is
 * cut at them and each part is read as the beginning of a text (LLaVA mm_utils.py,
 * tokenizer_image_token).
 */
final class ChunkedPrompt {

    private ChunkedPrompt() {}

    /** Ids, those of pictures below 0. */
    static int[] ids(Rendered rendered, PromptWords words, IntFunction<List<Piece>> picture) {
        IntStream.Builder ids = IntStream.builder();
        if (rendered.tokenizerOpens()) {
            IntStream.of(words.tokenizer().opening()).forEach(ids);
        }
        List<Segment> part = new ArrayList<>();
        for (Segment segment : rendered.segments()) {
            if (segment instanceof Segment.Image(int index)) {
                IntStream.of(part(part, words)).forEach(ids);
                part.clear();
                for (Piece piece : picture.apply(index)) {
                    if (piece instanceof Piece.Special(int id)) {
                        ids.add(id);
                    }
                }
            } else {
                part.add(segment);
            }
        }
        IntStream.of(part(part, words)).forEach(ids);
        return ids.build().toArray();
    }

    private static int[] part(List<Segment> segments, PromptWords words) {
        return PromptPieces.ids(
                new Rendered(segments, false),
                words.tokenizer(),
                index -> List.of(),
                words.tokens().vis());
    }
}
