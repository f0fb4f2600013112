package io.fovea.chat.jinja;

import java.io.Serial;

/**
 * A template that cannot be read or run; the message names the line and what was expected. Where a
 * template itself refuses its input ({@code raise_exception}), the message holds its words.
 */
public final class JinjaError extends RuntimeException {

    @Serial private static final long serialVersionUID = 1;

    private final String problem;
    private final int line;

    JinjaError(String problem) {
        this(problem, 0);
    }

    JinjaError(String problem, int line) {
        super(line == 0 ? problem : "line " + line + " of the template: " + problem);
        this.problem = problem;
        this.line = line;
    }

    /** Line of the template from 1; 0 where none is known. */
    public int line() {
        return line;
    }

    /** The same with a line, unless it has one. */
    JinjaError at(int where) {
        return line == 0 ? new JinjaError(problem, where) : this;
    }
}
