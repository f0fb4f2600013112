package io.fovea.cli;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;

/**
 * Standard output that remembers whether its reader went away, as {@code head} does once it has
 * enough. That is no failure and nothing to tell; a full disk is.
 */
final class StandardOutput extends FilterOutputStream {

    private static final String AS_TOLD_BY_THE_SYSTEM = "Broken pipe";

    private volatile boolean readerGone;

    StandardOutput(OutputStream out) {
        super(out);
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
        try {
            out.write(bytes, from, count);
        } catch (IOException e) {
            readerGone |=
                    Objects.requireNonNullElse(e.getMessage(), "").contains(AS_TOLD_BY_THE_SYSTEM);
            throw e;
        }
    }

    /** Whether a write failed because nobody reads any more. */
    boolean readerGone() {
        return readerGone;
    }
}
