package io.fovea.model;

import io.fovea.chat.Rendered;
import io.fovea.chat.Segment;
import io.fovea.model.images.PreparedImage;
import io.fovea.tokenizer.SpecialTokens;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * Encodes a prompt that asks as Hugging Face's tokenizers do: neighbouring words are read as one
 * text, whoever wrote them.
 */
final class WholeTextEncoder implements PromptEncoder {

    private final PromptWords words;
    private final PictureTokens pictureTokens;
    private final PositionRule positions;

    WholeTextEncoder(PromptWords words, PictureTokens pictureTokens, PositionRule positions) {
        this.words = words;
        this.pictureTokens = pictureTokens;
        this.positions = positions;
    }

    @Override
    public Prompt encode(Rendered rendered, List<PreparedImage> pictures) {
        Rendered joined = rendered.joined();
        int shown =
                (int) joined.segments().stream().filter(Segment.Image.class::isInstance).count();
        PromptEncoder.requirePictures(shown, pictures);
        Integer image = words.tokens().image();
        int[] ids =
                image != null && image < 0
                        ? ChunkedPrompt.ids(joined, words, i -> pictureTokens.of(pictures.get(i)))
                        : PromptPieces.ids(
                                joined,
                                words.tokenizer(),
                                i -> pictureTokens.of(pictures.get(i)),
                                words.tokens().vis());
        return new Prompt(
                ids,
                new boolean[ids.length],
                places(joined, ids),
                positions.of(ids, pictures),
                end(ids, image));
    }

    private static int end(int[] ids, @Nullable Integer image) {
        for (int i = ids.length - 1; image != null && i >= 0; i--) {
            if (ids[i] == image) {
                return i + 1;
            }
        }
        return 0;
    }

    private List<Prompt.PlaceToken> places(Rendered joined, int[] ids) {
        List<Prompt.PlaceToken> places = new ArrayList<>();
        int at = 0;
        for (Segment segment : joined.segments()) {
            if (segment instanceof Segment.Place place) {
                int vis = SpecialTokens.need(words.tokens().vis(), "vis");
                while (ids[at] != vis) {
                    at++;
                }
                places.add(new Prompt.PlaceToken(at++, place.region(), place.told(), false));
            }
        }
        return places;
    }
}
