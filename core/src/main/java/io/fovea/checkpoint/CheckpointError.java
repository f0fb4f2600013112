package io.fovea.checkpoint;

import java.nio.file.Path;

/**
 * A checkpoint cannot be read or written: what happened, in which file, what was there, what should
 * be, what to do.
 */
public final class CheckpointError extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * Says all five things.
     *
     * @param what what could not be done or what is wrong, in a few words
     * @param file the file or folder
     * @param got what was found
     * @param expected what should have been found
     * @param todo what the reader of the message can do
     */
    public CheckpointError(String what, Path file, String got, String expected, String todo) {
        super(message(what, file, got, expected, todo));
    }

    /** As the other, with the failure beneath it. */
    public CheckpointError(
            String what, Path file, String got, String expected, String todo, Throwable cause) {
        super(message(what, file, got, expected, todo), cause);
    }

    private static String message(
            String what, Path file, String got, String expected, String todo) {
        return file + ": " + what + ": got " + got + ", expected " + expected + "; " + todo;
    }
}
