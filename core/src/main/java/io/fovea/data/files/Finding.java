package io.fovea.data.files;

import java.nio.file.Path;

/**
 * One thing wrong with a data set.
 *
 * @param file where
 * @param line counted from 1; 0 when it is about the file as a whole
 * @param what is wrong, and what was done about it where it is not left out
 */
public record Finding(Path file, long line, String what) {

    /** {@code FILE:LINE: what}, as compilers write it. */
    @Override
    public String toString() {
        return file + (line > 0 ? ":" + line : "") + ": " + what;
    }
}
