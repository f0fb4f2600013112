package io.fovea.perception;

/** How cells of a grid say where they are. */
public enum Positions {
    /** Sines and cosines of the row in one half of the width, of the column in the other. */
    SINUSOID,
    /** Sines and cosines of fixed random projections of the place, as in Segment Anything. */
    FOURIER
}
