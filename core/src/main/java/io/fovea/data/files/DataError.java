package io.fovea.data.files;

import java.nio.file.Path;

/** Something of a data set cannot be used; the message says what, where and what to do. */
public final class DataError extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    public DataError(String message) {
        super(message);
    }

    public DataError(String message, Throwable cause) {
        super(message, cause);
    }

    /** An error at a line of a file; line 0 is the file as a whole. */
    public static DataError at(Path file, long line, String what) {
        return new DataError(new Finding(file, line, what).toString());
    }
}
