package io.fovea.data.files;

/**
 * A record cannot be used; thrown by who reads its meaning, caught by who knows its file and line.
 */
public final class BadRecord extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public BadRecord(String what) {
        super(what, null, false, false);
    }

    /** What is wrong. */
    public String what() {
        return String.valueOf(getMessage());
    }
}
