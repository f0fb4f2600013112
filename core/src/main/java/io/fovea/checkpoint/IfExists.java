package io.fovea.checkpoint;

/** What to do when something already stands where an output should go. */
public enum IfExists {
    /** Fail and leave it as it is. */
    REFUSE,
    /** Put the new one in its place once it is whole. */
    REPLACE
}
