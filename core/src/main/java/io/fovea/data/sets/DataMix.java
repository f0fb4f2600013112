package io.fovea.data.sets;

import io.fovea.data.PlaceForm;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * What a recipe is trained on: data sets and how often each is drawn.
 *
 * @param sets at least one
 * @param places how places stand in questions and answers; null for tokens
 */
public record DataMix(List<Share> sets, @Nullable PlaceForm places) {

    public DataMix {
        sets = List.copyOf(sets);
        if (sets.isEmpty()) {
            throw new IllegalArgumentException("data.sets names at least one data set");
        }
    }

    /** How places are written, tokens where nothing is said. */
    public PlaceForm form() {
        return places == null ? PlaceForm.TOKEN : places;
    }

    /**
     * One data set of a mixture.
     *
     * @param set which, as {@link DataSpec} reads it
     * @param weight how often it is drawn beside the others, above 0; null for 1
     */
    public record Share(String set, @Nullable Double weight) {

        public Share {
            DataFormats.format(DataSpec.parse(set));
            if (weight != null && !(weight > 0)) {
                throw new IllegalArgumentException(
                        "the weight of a data set is above 0, got " + weight);
            }
        }

        public DataSpec spec() {
            return DataSpec.parse(set);
        }

        /** The weight, 1 where none is given. */
        public double drawn() {
            return weight == null ? 1 : weight;
        }
    }
}
