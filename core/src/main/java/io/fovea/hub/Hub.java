package io.fovea.hub;

import io.fovea.checkpoint.ShardIndex;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Pulls models: asks what is in a revision, fetches what a model folder needs and is not there yet,
 * checks it, and puts it where Python tools would look for it too.
 */
public final class Hub {

    private static final int PARALLEL = 4;

    private final HubSettings settings;
    private final CacheShelf.Linker linker;

    /** A Hub and its cache. Nothing is asked or made yet. */
    public Hub(HubSettings settings) {
        this(settings, CacheShelf.Linker.SYMBOLIC);
    }

    Hub(HubSettings settings, CacheShelf.Linker linker) {
        this.settings = settings;
        this.linker = linker;
    }

    /**
     * Pulls a model. What was pulled before is not fetched again; what an earlier pull left
     * unfinished is gone on with.
     *
     * @throws HubError when it cannot be had, also when this thread is interrupted (its mark
     *     stays); what was fetched until then is kept for the next pull
     */
    public Pulled pull(PullRequest request, PullListener listener) {
        try {
            return settings.offline()
                    ? new OfflinePull(settings).pull(request)
                    : fetch(request, listener);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HubError(
                    "the pull of "
                            + request.model()
                            + " was interrupted; what was fetched is kept, pull again to go on",
                    e);
        } catch (IOException e) {
            throw new HubError(
                    "the pull of "
                            + request.model()
                            + " cannot write: "
                            + e
                            + "; check rights and free space of "
                            + (request.to() == null ? settings.cache() : request.to()),
                    e);
        }
    }

    private Pulled fetch(PullRequest request, PullListener listener)
            throws IOException, InterruptedException {
        try (HubClient client = new HubClient(settings, request, listener)) {
            Listing listing = client.list(request.revision());
            List<RemoteFile> files = wanted(client, listing, request.model());
            Shelf shelf =
                    request.to() == null
                            ? new CacheShelf(settings.cache(), request, listing.commit(), linker)
                            : new FolderShelf(
                                    request.to(),
                                    new HubCache(settings.cache()).blobs(request.model()));
            Files.createDirectories(Objects.requireNonNull(shelf.lock().getParent()));
            long fetched;
            try (FileChannel channel = openLock(shelf);
                    FileLock lock = lock(channel, request.model())) {
                shelf.prepare(files);
                fetched = fill(shelf, files, client, listing.commit(), listener);
                checkIndex(shelf.folder());
                shelf.complete();
            }
            return new Pulled(
                    request.model().toString(),
                    request.revision().text(),
                    listing.commit(),
                    shelf.folder(),
                    files.stream()
                            .map(file -> new Pulled.PulledFile(file.name(), file.size()))
                            .toList(),
                    files.stream().mapToLong(RemoteFile::size).sum(),
                    fetched);
        }
    }

    private static List<RemoteFile> wanted(HubClient client, Listing listing, ModelName model)
            throws InterruptedException {
        Set<String> names = new HashSet<>(WantedFiles.choose(listing.names(), model));
        List<RemoteFile> files = new ArrayList<>();
        for (Listing.Entry entry : listing.entries()) {
            if (names.contains(entry.name())) {
                files.add(client.describe(listing.commit(), entry));
            }
        }
        return files;
    }

    private static FileChannel openLock(Shelf shelf) throws IOException {
        return FileChannel.open(shelf.lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    private static FileLock lock(FileChannel channel, ModelName model) throws IOException {
        FileLock lock;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            lock = null;
        }
        if (lock == null) {
            throw new HubError(
                    "another pull of " + model + " is under way; wait for it, then try again");
        }
        return lock;
    }

    private long fill(
            Shelf shelf,
            List<RemoteFile> files,
            HubClient client,
            String commit,
            PullListener listener)
            throws IOException, InterruptedException {
        List<RemoteFile> missing = new ArrayList<>();
        Set<BlobId> blobs = new HashSet<>();
        List<RemoteFile> twins = new ArrayList<>();
        long bytes = 0;
        for (RemoteFile file : files) {
            if (!shelf.has(file)) {
                boolean first = blobs.add(file.blob());
                (first ? missing : twins).add(file);
                bytes += first ? file.size() - kept(shelf, file) : 0;
            }
        }
        checkRoom(shelf.folder(), bytes);
        listener.planned(missing.size() + twins.size(), bytes);
        // Two files of one content share a part: the second follows the first.
        Download download = new Download(client, commit, settings.patience(), listener);
        fetchAll(missing, shelf, download, listener);
        for (RemoteFile twin : twins) {
            if (!shelf.has(twin)) {
                fetchAll(List.of(twin), shelf, download, listener);
            }
        }
        return bytes;
    }

    private static long kept(Shelf shelf, RemoteFile file) throws IOException {
        Path part = shelf.part(file);
        long size = Files.isRegularFile(part) ? Files.size(part) : 0;
        return size <= file.size() ? size : 0;
    }

    private static void checkRoom(Path folder, long bytes) throws IOException {
        long room = Files.getFileStore(folder).getUsableSpace();
        if (bytes > room) {
            throw new HubError(
                    "the model needs "
                            + bytes
                            + " bytes more, and the disk of "
                            + folder
                            + " has "
                            + room
                            + "; make room or take another folder (HF_HOME, --to)");
        }
    }

    private static void fetchAll(
            List<RemoteFile> missing, Shelf shelf, Download download, PullListener listener)
            throws IOException, InterruptedException {
        ExecutorService pool =
                Executors.newFixedThreadPool(
                        PARALLEL, Thread.ofVirtual().name("pull-", 1).factory());
        try {
            CompletionService<String> done = new ExecutorCompletionService<>(pool);
            for (RemoteFile file : missing) {
                done.submit(
                        () -> {
                            download.fetch(file, shelf.part(file));
                            shelf.accept(file);
                            return file.name();
                        });
            }
            for (int i = 0; i < missing.size(); i++) {
                listener.finished(done.take().get());
            }
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case HubError error -> throw error;
                case IOException error -> throw error;
                case null, default -> throw new IllegalStateException(e);
            }
        } finally {
            pool.shutdownNow();
            pool.close();
        }
    }

    /**
     * Looks whether an index names shards that are all there.
     *
     * @throws io.fovea.checkpoint.CheckpointError when they are not
     */
    static void checkIndex(Path folder) {
        Path index = folder.resolve(ShardIndex.FILE);
        if (Files.isRegularFile(index)) {
            ShardIndex.read(index);
        }
    }
}
