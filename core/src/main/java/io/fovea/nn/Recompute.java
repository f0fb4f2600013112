package io.fovea.nn;

/** What a model computes a second time in backward, instead of keeping it. */
public enum Recompute {
    /** Everything that backward needs is kept. */
    NOTHING,
    /** Of each layer only its input is kept. */
    LAYERS
}
