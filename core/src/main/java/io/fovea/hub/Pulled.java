package io.fovea.hub;

import java.nio.file.Path;
import java.util.List;

/**
 * A pulled model.
 *
 * @param model {@code ORG/NAME}
 * @param revision what was asked for
 * @param commit what that is
 * @param folder a model folder with the files
 * @param files everything that belongs to it, whether it was fetched now or before
 * @param bytes of all files
 * @param fetchedBytes that were not there before
 */
public record Pulled(
        String model,
        String revision,
        String commit,
        Path folder,
        List<PulledFile> files,
        long bytes,
        long fetchedBytes) {

    /** A file by its name relative to the folder. */
    public record PulledFile(String name, long bytes) {}

    public Pulled {
        files = List.copyOf(files);
    }
}
