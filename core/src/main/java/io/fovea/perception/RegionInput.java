package io.fovea.perception;

/** What of a region is written into its embedding. */
public enum RegionInput {
    /** The box only, as the released code of PerceptionGPT does. */
    BOX,
    /** The mask only. */
    MASK,
    /** The sum of both embeddings. */
    BOTH
}
