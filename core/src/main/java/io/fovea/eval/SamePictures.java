package io.fovea.eval;

import io.fovea.data.Dataset;
import io.fovea.data.PictureDataset;

import java.util.HashMap;
import java.util.Map;

/**
 * Which samples show the same picture, so that intervals resample pictures: a picture with many
 * exchanges is several samples, and those are not independent. Samples of a data set that does not
 * know its pictures count as one picture each.
 */
final class SamePictures {

    private final Dataset dataset;
    private final Map<Long, Long> first = new HashMap<>();

    SamePictures(Dataset dataset) {
        this.dataset = dataset instanceof RankedChoices ranked ? ranked.inner() : dataset;
    }

    /** The first sample asked for that shows the picture of this one, often itself. */
    long first(long sample) {
        return dataset instanceof PictureDataset pictures
                ? first.computeIfAbsent(pictures.pictureKey(sample), key -> sample)
                : sample;
    }
}
