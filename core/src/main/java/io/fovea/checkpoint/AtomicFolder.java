package io.fovea.checkpoint;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Writes a whole folder so that its final name never stands for half of it: into a temporary
 * sibling, then renamed.
 */
public final class AtomicFolder {

    /** Fills the temporary folder. */
    public interface Body {
        void write(Path folder) throws IOException;
    }

    private AtomicFolder() {}

    /**
     * Writes one folder.
     *
     * @param name its final name; folders above it are made
     * @throws CheckpointError when the body fails or the name is taken; then what stood there
     *     before still stands there
     */
    public static void write(Path name, IfExists ifExists, Body body) {
        Path target = name.toAbsolutePath().normalize();
        if (ifExists == IfExists.REFUSE && Files.exists(target)) {
            throw new CheckpointError(
                    "write",
                    target,
                    "something by this name",
                    "a free name",
                    "choose another or remove it");
        }
        Path temporary = AtomicFile.temporary(target);
        try {
            Files.createDirectories(target.toAbsolutePath().getParent());
            Files.createDirectory(temporary);
            body.write(temporary);
            forceAll(temporary);
            replace(temporary, target);
            AtomicFile.force(target.toAbsolutePath().getParent());
        } catch (IOException e) {
            throw AtomicFile.failed(target, e);
        } finally {
            deleteQuietly(temporary);
        }
    }

    private static void replace(Path temporary, Path target) throws IOException {
        if (!Files.exists(target)) {
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
            return;
        }
        Path old = AtomicFile.temporary(target);
        Files.move(target, old, StandardCopyOption.ATOMIC_MOVE);
        try {
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            Files.move(old, target, StandardCopyOption.ATOMIC_MOVE);
            throw e;
        }
        deleteQuietly(old);
    }

    private static void forceAll(Path folder) throws IOException {
        for (Path path : deepestFirst(folder)) {
            try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    private static List<Path> deepestFirst(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            return paths.sorted(Comparator.reverseOrder()).toList();
        }
    }

    /** Removes a folder in one step as far as readers see, by hiding it first. */
    public static void remove(Path folder) throws IOException {
        Path hidden = AtomicFile.temporary(folder);
        Files.move(folder, hidden, StandardCopyOption.ATOMIC_MOVE);
        deleteQuietly(hidden);
    }

    static void deleteQuietly(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try {
            for (Path path : deepestFirst(folder)) {
                Files.delete(path);
            }
        } catch (IOException e) {
            // A leftover of a hidden name is ignored by all readers.
        }
    }
}
