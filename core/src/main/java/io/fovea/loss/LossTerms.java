package io.fovea.loss;

import io.fovea.tensor.Tensor;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/**
 * Named parts of a loss, each a scalar with a weight, in the order in which they were added; logged
 * one by one and minimised as {@link #total()}.
 */
public record LossTerms(SequencedMap<String, Term> terms) {

    /** A scalar and what it counts in the total. */
    public record Term(Tensor value, double weight) {

        public Term {
            if (value.elements() != 1) {
                throw new IllegalArgumentException(
                        "a loss term is one number, got shape " + value.shape());
            }
            if (!Double.isFinite(weight)) {
                throw new IllegalArgumentException(
                        "the weight of a loss term must be finite, got " + weight);
            }
        }
    }

    public LossTerms {
        terms = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(terms));
    }

    public static LossTerms empty() {
        return new LossTerms(new LinkedHashMap<>());
    }

    /**
     * These terms and one more.
     *
     * @throws IllegalArgumentException when the name is taken
     */
    public LossTerms with(String name, Tensor value, double weight) {
        SequencedMap<String, Term> more = new LinkedHashMap<>(terms);
        if (more.putIfAbsent(name, new Term(value, weight)) != null) {
            throw new IllegalArgumentException("two loss terms are called '" + name + "'");
        }
        return new LossTerms(more);
    }

    /**
     * The weighted sum: a scalar to call {@code backward} on. A term of weight 0 is left out: it is
     * only logged.
     *
     * @throws IllegalStateException when no term counts
     */
    public Tensor total() {
        return terms.values().stream()
                .filter(term -> term.weight() != 0)
                .map(term -> term.value().reshape().mul(term.weight()))
                .reduce(Tensor::add)
                .orElseThrow(
                        () ->
                                new IllegalStateException(
                                        "a loss needs a term with a weight other than 0, got "
                                                + terms.keySet()));
    }

    /** The terms as plain numbers before weighting, by name. */
    public Map<String, Double> values() {
        Map<String, Double> values = new LinkedHashMap<>();
        terms.forEach((name, term) -> values.put(name, term.value().item()));
        return Collections.unmodifiableMap(values);
    }
}
