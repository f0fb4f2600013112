package io.fovea.data;

/** How a place stands in a conversation that a model is trained on or asked. */
public enum PlaceForm {
    /** One token whose embedding carries it and from whose state it is read (PerceptionGPT). */
    TOKEN,
    /** Its box as text, {@code [0.123,0.456,0.789,0.999]} (Shikra, Chen et al. 2023). */
    TEXT,
    /** Its box as text, and behind it the outline of its mask, {@code [0.1,0.2;0.3,0.2;...]}. */
    POLYGON
}
