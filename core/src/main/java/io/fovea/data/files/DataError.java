package io.fovea.data.files;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.Optional;

/** Something of a data set cannot be used; the message says what, where and what to do. */
public final class DataError extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final transient @Nullable Finding finding;

    public DataError(String message) {
        super(message);
        finding = null;
    }

    public DataError(String message, Throwable cause) {
        super(message, cause);
        finding = null;
    }

    /** An error about one thing that is wrong. */
    public DataError(Finding finding) {
        super(finding.toString());
        this.finding = finding;
    }

    /** An error at a line of a file; line 0 is the file as a whole. */
    public static DataError at(Path file, long line, String what) {
        return new DataError(new Finding(file, line, what));
    }

    /** What is wrong and where, if it is at one place. */
    public Optional<Finding> finding() {
        return Optional.ofNullable(finding);
    }
}
