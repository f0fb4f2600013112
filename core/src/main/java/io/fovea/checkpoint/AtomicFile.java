package io.fovea.checkpoint;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Writes a file so that its final name never stands for half of it: into a temporary sibling,
 * forced to disk, then renamed. Whatever fails, the temporary file is removed; after a kill it may
 * stay behind, under a name that starts with a dot and ends in {@value #SUFFIX}.
 */
final class AtomicFile {

    /** How the names of unfinished files and folders end. */
    static final String SUFFIX = ".tmp";

    /** Opens the temporary file; tests put a full disk here. */
    interface Opener {
        Opener DISK =
                path ->
                        FileChannel.open(
                                path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

        FileChannel open(Path path) throws IOException;
    }

    /** Writes the content. */
    interface Body {
        void write(FileChannel channel) throws IOException;
    }

    private AtomicFile() {}

    /**
     * Writes one file.
     *
     * @throws CheckpointError when it cannot be written whole; then nothing stands under its name
     *     that was not there before
     */
    static void write(Path file, Opener opener, Body body) {
        Path temporary = temporary(file);
        try {
            try (FileChannel channel = opener.open(temporary)) {
                body.write(channel);
                channel.force(true);
            }
            Files.move(
                    temporary,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
            force(file.toAbsolutePath().getParent());
        } catch (IOException e) {
            throw failed(file, e);
        } finally {
            removeQuietly(temporary);
        }
    }

    /** A fresh hidden sibling of a file or folder. */
    static Path temporary(Path path) {
        String unique = ProcessHandle.current().pid() + "-" + Long.toHexString(System.nanoTime());
        return path.toAbsolutePath()
                .resolveSibling("." + path.getFileName() + "." + unique + SUFFIX);
    }

    /** Makes the names in a folder durable. */
    static void force(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    static CheckpointError failed(Path file, IOException e) {
        return new CheckpointError(
                "write",
                file,
                e.getMessage() == null
                        ? e.toString()
                        : e.getClass().getSimpleName() + " " + e.getMessage(),
                "room and the right to write",
                "free some space or choose another folder; nothing was left under this name",
                e);
    }

    private static void removeQuietly(Path temporary) {
        try {
            Files.deleteIfExists(temporary);
        } catch (IOException e) {
            // The first failure is the one to report; a leftover of this name is ignored by all
            // readers.
        }
    }
}
