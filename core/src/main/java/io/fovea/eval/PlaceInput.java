package io.fovea.eval;

/** How a place in a question is told to the model. */
public enum PlaceInput {
    /** By its box alone. */
    BOX,
    /** By its mask alone. */
    MASK,
    /** By box and mask together. */
    BOTH
}
