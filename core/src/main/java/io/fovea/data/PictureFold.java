package io.fovea.data;

import java.util.List;
import java.util.stream.LongStream;

/**
 * Some of the pictures of a data set, for cross-validation: those of one of several folds, or all
 * others. A picture's fold follows from its {@link PictureDataset#pictureKey} alone, so it does not
 * change when pictures are added, and a picture that two data sets share is in the same fold of
 * both. Folds therefore have about, not exactly, the same size.
 */
public final class PictureFold implements PictureDataset {

    /** Which of the pictures. */
    public enum Side {
        /** Those of the fold: to be tested on. */
        ONLY,
        /** All but those of the fold: to be trained on. */
        BUT;

        private boolean takes(boolean inFold) {
            return switch (this) {
                case ONLY -> inFold;
                case BUT -> !inFold;
            };
        }
    }

    /**
     * Which part of a data set is meant.
     *
     * @param fold 1 to {@code folds}
     * @param folds how many there are, at least 2
     */
    public record Part(Side side, int fold, int folds) {

        public Part {
            if (folds < 2 || fold < 1 || fold > folds) {
                throw new IllegalArgumentException(
                        "there are at least 2 folds, counted from 1, got fold "
                                + fold
                                + " of "
                                + folds);
            }
        }

        private boolean takes(long key) {
            return side.takes(Long.remainderUnsigned(key, folds) == fold - 1);
        }
    }

    private final PictureDataset whole;
    private final long[] taken;

    private PictureFold(PictureDataset whole, long[] taken) {
        this.whole = whole;
        this.taken = taken;
    }

    /** The part of a data set, in its order; may be empty. Eight bytes of memory a sample. */
    public static PictureFold of(PictureDataset whole, Part part) {
        long[] taken =
                LongStream.range(0, whole.size())
                        .filter(index -> part.takes(whole.pictureKey(index)))
                        .toArray();
        return new PictureFold(whole, taken);
    }

    @Override
    public long size() {
        return taken.length;
    }

    @Override
    public Sample get(long index) {
        return whole.get(taken[Math.toIntExact(index)]);
    }

    @Override
    public long pictureKey(long index) {
        return whole.pictureKey(taken[Math.toIntExact(index)]);
    }

    @Override
    public List<String> labels() {
        return whole.labels();
    }
}
