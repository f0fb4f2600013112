package io.fovea.hub;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * A commit in the cache: contents under {@code blobs}, named by their hash, and links to them under
 * {@code snapshots/COMMIT}. Where no links can be made the files themselves stand there. The
 * revision's name points to the commit only when all its files are there.
 */
final class CacheShelf implements Shelf {

    /** Makes a link. */
    interface Linker {
        Linker SYMBOLIC = (link, target) -> Files.createSymbolicLink(link, target);

        void link(Path link, Path target) throws IOException;
    }

    private final Path model;
    private final Path lock;
    private final Revision revision;
    private final String commit;
    private final Linker linker;

    CacheShelf(Path cache, PullRequest request, String commit, Linker linker) {
        String folder = request.model().folder();
        this.model = cache.resolve(folder);
        this.lock = cache.resolve(".locks").resolve(folder).resolve("fovea.lock");
        this.revision = request.revision();
        this.commit = commit;
        this.linker = linker;
    }

    @Override
    public Path folder() {
        return model.resolve("snapshots").resolve(commit);
    }

    @Override
    public Path lock() {
        return lock;
    }

    @Override
    public void prepare(List<RemoteFile> files) throws IOException {
        Files.createDirectories(model.resolve("blobs"));
        Files.createDirectories(folder());
    }

    @Override
    public boolean has(RemoteFile file) throws IOException {
        Path named = folder().resolve(file.name());
        if (isWhole(named, file)) {
            return true;
        }
        if (isWhole(blob(file), file)) {
            link(named, blob(file));
            return true;
        }
        return false;
    }

    private static boolean isWhole(Path path, RemoteFile file) throws IOException {
        return Files.isRegularFile(path) && Files.size(path) == file.size();
    }

    private Path blob(RemoteFile file) {
        return model.resolve("blobs").resolve(file.blob().hex());
    }

    @Override
    public Path part(RemoteFile file) {
        return model.resolve("blobs").resolve(file.blob().hex() + ".incomplete");
    }

    @Override
    public void accept(RemoteFile file) throws IOException {
        Files.move(
                part(file),
                blob(file),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
        link(folder().resolve(file.name()), blob(file));
    }

    private void link(Path named, Path blob) throws IOException {
        Files.createDirectories(named.getParent());
        Path fresh = named.resolveSibling("." + named.getFileName() + ".link");
        Files.deleteIfExists(fresh);
        try {
            linker.link(fresh, named.getParent().relativize(blob));
        } catch (IOException | UnsupportedOperationException e) {
            // No links here, as on Windows without the right to make them.
            Files.copy(blob, fresh, StandardCopyOption.REPLACE_EXISTING);
        }
        Files.move(
                fresh, named, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        if (!Files.isSymbolicLink(named)) {
            Files.deleteIfExists(blob);
        }
    }

    @Override
    public void complete() throws IOException {
        if (revision.isCommit()) {
            return;
        }
        Path reference = model.resolve("refs").resolve(revision.text());
        Files.createDirectories(reference.getParent());
        Path fresh = reference.resolveSibling("." + reference.getFileName() + ".new");
        Files.write(fresh, commit.getBytes(StandardCharsets.US_ASCII));
        Files.move(
                fresh,
                reference,
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }
}
