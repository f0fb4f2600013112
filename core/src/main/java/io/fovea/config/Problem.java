package io.fovea.config;

import java.io.Serializable;

/**
 * One thing that is wrong in a JSON file.
 *
 * @param path where, such as {@code optimizer.groups[2].learning_rate}; empty for the whole file
 * @param expected what should stand there
 * @param got what stands there
 * @param hint what to do about it; empty when expected and got say it all
 */
public record Problem(String path, String expected, String got, String hint)
        implements Serializable {

    /** One line: path, what was expected, what was found, the hint. */
    @Override
    public String toString() {
        return (path.isEmpty() ? "(whole file)" : path)
                + ": expected "
                + expected
                + ", got "
                + got
                + (hint.isEmpty() ? "" : "; " + hint);
    }
}
