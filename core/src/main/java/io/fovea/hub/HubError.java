package io.fovea.hub;

import org.jspecify.annotations.Nullable;

/** A model cannot be had: the message says what, where, got, expected and what to do. */
public final class HubError extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Says everything in one line. */
    public HubError(String message) {
        super(message);
    }

    /** As the other, with the failure beneath it. */
    public HubError(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** A text of the server as part of a message: one line, no control characters, not long. */
    static String quoted(String text) {
        String line = text.replaceAll("\\p{Cntrl}", "?").strip();
        return "'" + (line.length() <= 200 ? line : line.substring(0, 200) + "...") + "'";
    }
}
