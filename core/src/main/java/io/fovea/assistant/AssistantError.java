package io.fovea.assistant;

/**
 * Something was asked that cannot be answered; the message says what was got, what was expected and
 * what to do.
 */
public final class AssistantError extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public AssistantError(String message) {
        super(message);
    }

    public AssistantError(String message, Throwable cause) {
        super(message, cause);
    }
}
