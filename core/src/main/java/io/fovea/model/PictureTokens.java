package io.fovea.model;

import io.fovea.model.images.PreparedImage;
import io.fovea.tokenizer.Piece;

import java.util.Collections;
import java.util.List;

/** What stands for a picture in a prompt. */
@FunctionalInterface
public interface PictureTokens {

    /** The image tokens of one picture, and what its family writes around and between them. */
    List<Piece> of(PreparedImage image);

    /** As many image tokens for every picture. */
    static PictureTokens repeated(int imageToken, int count) {
        List<Piece> pieces = Collections.nCopies(count, new Piece.Special(imageToken));
        return image -> pieces;
    }

    /** No pictures. */
    static PictureTokens none() {
        return image -> {
            throw new IllegalArgumentException("this model reads words only");
        };
    }
}
