package io.fovea.data.sets;

import io.fovea.data.Dataset;
import io.fovea.data.files.Findings;

import java.util.Map;

/**
 * A way in which a data set lies on disk. A new one is a class of this package and a line in {@link
 * DataFormats}; a test fails when the line is missing.
 */
public interface DataFormat {

    /** The word before the colon of a {@link DataSpec}. */
    String name();

    /** What it is, in a line for {@code --help} and docs/data.md. */
    String summary();

    /** A spec as somebody would write it. */
    String example();

    /**
     * The options that it knows, each with what it means; {@link DataFormats} refuses others, but
     * {@link FoldOption} for data sets that end.
     */
    Map<String, String> options();

    /** Whether its data sets have no end, and so no folds. */
    default boolean endless() {
        return false;
    }

    /**
     * Opens a data set as a whole. Records are looked at once; broken ones are noted and left out.
     * One that ends is a {@link io.fovea.data.PictureDataset}.
     *
     * @throws io.fovea.data.files.DataError when there is nothing to open
     */
    Dataset open(DataSpec spec, Findings findings);
}
