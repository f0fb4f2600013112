package io.fovea.tuning;

import org.jspecify.annotations.Nullable;

/**
 * How fast some weights of a model learn. They are named by the beginning of their names, or by
 * part: give one of the two.
 *
 * @param begins how their names begin
 * @param part what they belong to
 * @param layers which layers of the language model, with the part {@code layers}; null for all
 * @param rateFactor times the learning rate of the step; 0 freezes
 */
public record PartRule(
        @Nullable String begins,
        @Nullable Part part,
        @Nullable LayerSelection layers,
        double rateFactor) {

    public PartRule {
        if (!(rateFactor >= 0) || Double.isInfinite(rateFactor)) {
            throw new IllegalArgumentException(
                    "rate_factor is at least 0 (frozen), got " + rateFactor);
        }
        if ((begins == null) == (part == null)) {
            throw new IllegalArgumentException(
                    "name weights either by begins (how their names begin) or by part");
        }
        if (layers != null && part != Part.LAYERS) {
            throw new IllegalArgumentException("a choice of layers needs \"part\": \"layers\"");
        }
    }

    /** For weights whose names begin so. */
    public PartRule(String begins, double rateFactor) {
        this(begins, null, null, rateFactor);
    }

    /** For a part. */
    public PartRule(Part part, double rateFactor) {
        this(null, part, null, rateFactor);
    }

    /** For some layers of the language model. */
    public PartRule(LayerSelection layers, double rateFactor) {
        this(null, Part.LAYERS, layers, rateFactor);
    }
}
