package io.fovea.train;

import io.fovea.data.files.Findings;
import io.fovea.data.sets.DataSpec;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * {@code data.txt} of a run: which data sets were opened, and what of them was left out. Safe for
 * several threads.
 */
public final class DataNotes {

    private static final String FILE = "data.txt";

    /** Where nobody wants to know. */
    static final DataNotes NONE = new DataNotes(null);

    private final @Nullable Path file;
    private final Set<String> told = new HashSet<>();

    private DataNotes(@Nullable Path file) {
        this.file = file;
    }

    /** The notes of a run, begun anew when the first set is opened. */
    static DataNotes in(Path folder) throws IOException {
        Path file = folder.resolve(FILE);
        Files.deleteIfExists(file);
        return new DataNotes(file);
    }

    /** What was noted so far; empty where there is nothing. */
    public static List<String> read(Path folder) {
        try {
            return Files.readAllLines(folder.resolve(FILE));
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A set was opened. */
    void opened(DataSpec spec, long samples, Findings findings) {
        String line =
                spec
                        + ": "
                        + samples
                        + " samples"
                        + (findings.count() == 0
                                ? ""
                                : ", " + findings.count() + " problems, what is broken left out:");
        append(
                Stream.concat(
                                Stream.of(line),
                                findings.list().stream().map(finding -> "  " + finding))
                        .toList());
    }

    /** A sample could not be read while training; each is told once. */
    void skipped(String why) {
        synchronized (told) {
            if (told.add(why)) {
                append(List.of("  left out: " + why));
            }
        }
    }

    private void append(List<String> lines) {
        if (file == null) {
            return;
        }
        try {
            Files.write(file, lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
