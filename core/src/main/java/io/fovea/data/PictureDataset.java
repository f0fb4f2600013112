package io.fovea.data;

/**
 * A data set with an end, which knows without decoding a picture which of its samples show the same
 * one. Who parts a data set parts its pictures ({@link PictureFold}).
 */
public interface PictureDataset extends Dataset {

    /**
     * A number that all samples of a picture share, in this and in every other data set that has
     * the same picture; another picture has another one but by chance. It follows from the
     * picture's file, not from its name or folder; for words alone, from the words or their name.
     *
     * @param index in {@code 0 .. size() - 1}
     */
    long pictureKey(long index);
}
