package io.fovea.data.files;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What was found wrong while a data set was opened. Lenient findings gather and reading goes on
 * without what is broken; strict ones throw at the first. Not for several threads.
 */
public final class Findings {

    private static final int KEPT = 10_000;

    private final boolean strict;
    private final List<Finding> kept = new ArrayList<>();
    private long count;

    private Findings(boolean strict) {
        this.strict = strict;
    }

    /** Gathers; what is broken is left out. */
    public static Findings lenient() {
        return new Findings(false);
    }

    /** Throws {@link DataError} at the first. */
    public static Findings strict() {
        return new Findings(true);
    }

    /**
     * Notes something wrong.
     *
     * @param line counted from 1; 0 for the file as a whole
     * @throws DataError when strict
     */
    public void add(Path file, long line, String what) {
        add(new Finding(file, line, what));
    }

    /** As above. */
    public void add(Finding finding) {
        if (strict) {
            throw new DataError(finding);
        }
        count++;
        if (kept.size() < KEPT) {
            kept.add(finding);
        }
    }

    /** How many there are. */
    public long count() {
        return count;
    }

    /** The first ten thousand, in the order in which they were found. */
    public List<Finding> list() {
        return List.copyOf(kept);
    }
}
