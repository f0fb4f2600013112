package io.fovea.nn;

import java.util.List;

/** What did not fit when weights were loaded into a module tree, everything at once. */
public record WeightReport(List<String> missing, List<String> unexpected, List<String> misshapen) {

    public WeightReport {
        missing = List.copyOf(missing);
        unexpected = List.copyOf(unexpected);
        misshapen = List.copyOf(misshapen);
    }

    public boolean isClean() {
        return missing.isEmpty() && unexpected.isEmpty() && misshapen.isEmpty();
    }

    /**
     * Passes a clean report.
     *
     * @throws IllegalArgumentException listing every name otherwise
     */
    public WeightReport orThrow(String where) {
        if (!isClean()) {
            throw new IllegalArgumentException(
                    "the weights of "
                            + where
                            + " do not fit the model:"
                            + lines("missing", missing)
                            + lines("unexpected", unexpected)
                            + lines("wrong shape", misshapen));
        }
        return this;
    }

    private static String lines(String title, List<String> names) {
        return names.isEmpty()
                ? ""
                : "\n  " + title + " (" + names.size() + "): " + String.join(", ", names);
    }
}
