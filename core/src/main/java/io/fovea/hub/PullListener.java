package io.fovea.hub;

/** Hears how far a pull is, from several threads. */
public interface PullListener {

    /** Hears nothing. */
    PullListener SILENT = new PullListener() {};

    /**
     * What is to be fetched is known.
     *
     * @param files that are not there yet
     * @param bytes of theirs that are not there yet
     */
    default void planned(int files, long bytes) {}

    /**
     * Bytes came in.
     *
     * @param bytes negative when what came in before is thrown away
     */
    default void advanced(long bytes) {}

    /** A file is whole, checked, and stands under its name. */
    default void finished(String file) {}

    /** A try failed and another one follows. */
    default void retrying(String what, String why) {}
}
