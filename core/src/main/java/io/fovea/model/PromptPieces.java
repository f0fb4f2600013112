package io.fovea.model;

import io.fovea.chat.Rendered;
import io.fovea.chat.Segment;
import io.fovea.tokenizer.Piece;
import io.fovea.tokenizer.SpecialTokens;
import io.fovea.tokenizer.Tokenizer;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * A rendered prompt as pieces for {@link Tokenizer#encode(List, boolean)}, which makes of them the
 * ids that Hugging Face's tokenizers make of the whole text. A model's family says what a picture
 * is written as: its image token so many times, or tokens and words around tiles.
 */
public final class PromptPieces {

    private PromptPieces() {}

    /**
     * Ids of a prompt, the tokenizer's own tokens around it where it asks for them.
     *
     * @param picture pieces of a picture by its index in the conversation
     * @param vis id of the place token; null where the model has none
     * @throws IllegalArgumentException when the template uses a token that the tokenizer lacks
     */
    public static int[] ids(
            Rendered rendered,
            Tokenizer tokenizer,
            IntFunction<List<Piece>> picture,
            @Nullable Integer vis) {
        return tokenizer.encode(
                pieces(rendered.segments(), tokenizer, picture, vis), rendered.tokenizerOpens());
    }

    private static List<Piece> pieces(
            List<Segment> segments,
            Tokenizer tokenizer,
            IntFunction<List<Piece>> picture,
            @Nullable Integer vis) {
        List<Piece> pieces = new ArrayList<>();
        for (Segment segment : segments) {
            switch (segment) {
                case Segment.Words(String text, boolean ignored) ->
                        pieces.add(new Piece.Plain(text));
                case Segment.Control(String token, boolean ignored) ->
                        pieces.add(new Piece.Special(id(token, tokenizer)));
                case Segment.Image(int index) -> pieces.addAll(picture.apply(index));
                case Segment.Place ignored ->
                        pieces.add(new Piece.Special(SpecialTokens.need(vis, "vis")));
            }
        }
        return pieces;
    }

    /** Id of a token that a prompt is written with. */
    static int id(String token, Tokenizer tokenizer) {
        return tokenizer
                .idOf(token)
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "the chat template uses the token "
                                                + token
                                                + ", which the tokenizer does not have"));
    }
}
