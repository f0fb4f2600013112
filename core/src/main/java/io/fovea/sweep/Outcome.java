package io.fovea.sweep;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a cell measured.
 *
 * @param numbers by title of the column; columns that its reports lack are left out
 */
public record Outcome(String variant, long seed, Map<String, Double> numbers) {

    public Outcome {
        numbers = Collections.unmodifiableMap(new LinkedHashMap<>(numbers));
    }
}
