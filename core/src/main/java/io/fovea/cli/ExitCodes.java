package io.fovea.cli;

/** What the program tells the shell. 130 (interrupted) and 143 (asked to end) come from the JVM. */
final class ExitCodes {

    static final int OK = 0;

    /** A file, a picture, a model or the machine. */
    static final int FAILURE = 1;

    /** The command line is wrong. */
    static final int USAGE = 2;

    /** Some lines of a batch failed. */
    static final int SOME_FAILED = 3;

    /** Nobody reads standard output any more; what the shell tells of programs that this ends. */
    static final int READER_GONE = 141;

    private ExitCodes() {}
}
