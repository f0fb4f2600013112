package io.fovea.model;

import io.fovea.model.images.PreparedImage;

import java.util.Arrays;

/** Which ids stand for a picture in a prompt. */
@FunctionalInterface
public interface PictureTokens {

    /** The ids of one picture, in order. */
    int[] of(PreparedImage image);

    /** As many image tokens for every picture. */
    static PictureTokens repeated(int imageToken, int count) {
        int[] ids = new int[count];
        Arrays.fill(ids, imageToken);
        return image -> ids;
    }
}
