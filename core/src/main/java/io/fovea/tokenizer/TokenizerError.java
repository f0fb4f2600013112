package io.fovea.tokenizer;

import java.io.Serial;
import java.nio.file.Path;

/**
 * A tokenizer that cannot be read, or lacks what a model needs; the message says which file and
 * what to do.
 */
public final class TokenizerError extends RuntimeException {

    @Serial private static final long serialVersionUID = 1;

    TokenizerError(String message) {
        super(message);
    }

    TokenizerError(String message, Throwable cause) {
        super(message, cause);
    }

    /** An error about one file: what is wrong with it, what was expected, what to do. */
    static TokenizerError of(Path file, String problem, String remedy) {
        return new TokenizerError(file + ": " + problem + "; " + remedy);
    }
}
