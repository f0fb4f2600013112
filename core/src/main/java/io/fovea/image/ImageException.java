package io.fovea.image;

import org.jspecify.annotations.Nullable;

/** A picture could not be read or written; the message says what, where, got and what to do. */
public final class ImageException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public ImageException(String message) {
        super(message);
    }

    public ImageException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
