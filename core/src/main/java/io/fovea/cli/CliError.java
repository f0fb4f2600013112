package io.fovea.cli;

import org.jspecify.annotations.Nullable;

/** Something the user can put right; the message says what, where, got, expected and what to do. */
final class CliError extends RuntimeException {

    private static final long serialVersionUID = 1L;

    CliError(String message) {
        super(message);
    }

    CliError(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
