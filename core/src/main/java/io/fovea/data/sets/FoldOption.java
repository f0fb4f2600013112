package io.fovea.data.sets;

import io.fovea.data.Dataset;
import io.fovea.data.PictureDataset;
import io.fovea.data.PictureFold;
import io.fovea.data.files.DataError;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The options that every data set with an end has, for cross-validation: {@code fold=2/5}, the
 * pictures of the second of five folds, and {@code without=2/5}, all others.
 */
public final class FoldOption {

    private static final String ONLY = "fold";
    private static final String BUT = "without";

    private static final Pattern PART = Pattern.compile("(\\d{1,4})/(\\d{1,4})");

    private FoldOption() {}

    /** The options, each with what it means. */
    public static Map<String, String> options() {
        Map<String, String> options = new LinkedHashMap<>();
        options.put(ONLY, "only the pictures of a fold: 2/5 is the second of five (all)");
        options.put(BUT, "all pictures but those of a fold, written in the same way (all)");
        return options;
    }

    /**
     * The part of a data set that a spec means.
     *
     * @throws DataError when an option is wrong, both are given, or nothing is left
     */
    static Dataset apply(DataSpec spec, Dataset whole) {
        PictureFold.Part part = part(spec);
        if (part == null) {
            return whole;
        }
        if (!(whole instanceof PictureDataset pictures)) {
            throw new DataError("the data set " + spec + " has no folds");
        }
        PictureFold fold = PictureFold.of(pictures, part);
        if (fold.size() < 1 && whole.size() > 0) {
            throw new DataError(
                    "no picture of the data set "
                            + spec
                            + " is in that part of it; make fewer folds");
        }
        return fold;
    }

    /** The part that a spec means; null for all. */
    static PictureFold.@Nullable Part part(DataSpec spec) {
        String only = spec.options().get(ONLY);
        String but = spec.options().get(BUT);
        if (only != null && but != null) {
            throw new DataError(
                    "the data set " + spec + ": give either " + ONLY + " or " + BUT + ", not both");
        }
        if (only != null) {
            return part(spec, ONLY, only, PictureFold.Side.ONLY);
        }
        return but == null ? null : part(spec, BUT, but, PictureFold.Side.BUT);
    }

    private static PictureFold.Part part(
            DataSpec spec, String key, String text, PictureFold.Side side) {
        Matcher matcher = PART.matcher(text);
        if (matcher.matches()) {
            int fold = Integer.parseInt(matcher.group(1));
            int folds = Integer.parseInt(matcher.group(2));
            if (folds >= 2 && fold >= 1 && fold <= folds) {
                return new PictureFold.Part(side, fold, folds);
            }
        }
        throw spec.wrong(key, "a fold and how many there are, such as 2/5", text);
    }
}
