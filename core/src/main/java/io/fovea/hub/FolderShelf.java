package io.fovea.hub;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A folder of plain files, which belongs to whoever named it: nothing in it is ever replaced.
 * Beginnings of files are hidden ({@code .HASH.incomplete}) and gone when it is whole.
 */
final class FolderShelf implements Shelf {

    private static final int BUFFER = 1 << 20;

    private final Path folder;
    private final Path blobs;
    private final Map<String, Boolean> whole = new ConcurrentHashMap<>();

    /**
     * A folder.
     *
     * @param blobs contents in the cache by their hash, which need not be fetched
     */
    FolderShelf(Path folder, Path blobs) {
        this.folder = folder.toAbsolutePath().normalize();
        this.blobs = blobs;
    }

    @Override
    public Path folder() {
        return folder;
    }

    @Override
    public Path lock() {
        return folder.resolve(".fovea.lock");
    }

    @Override
    public void prepare(List<RemoteFile> files) throws IOException {
        Files.createDirectories(folder);
        List<String> others = new ArrayList<>();
        for (RemoteFile file : files) {
            Path path = folder.resolve(file.name());
            if (Files.exists(path)) {
                boolean same = hash(path, file).equals(file.blob().hex());
                whole.put(file.name(), same);
                if (!same) {
                    others.add(file.name());
                }
            }
        }
        if (!others.isEmpty()) {
            throw new HubError(
                    folder
                            + " has other files by the names of the model's ("
                            + String.join(", ", others)
                            + "), and they are not replaced; choose another folder or remove them");
        }
        for (RemoteFile file : files) {
            Path blob = blobs.resolve(file.blob().hex());
            if (!has(file) && !Files.exists(part(file)) && Files.isRegularFile(blob)) {
                Files.copy(blob, part(file));
            }
        }
    }

    private static String hash(Path path, RemoteFile file) throws IOException {
        if (!Files.isRegularFile(path) || Files.size(path) != file.size()) {
            return "";
        }
        MessageDigest digest = file.blob().begin(file.size());
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = Files.newInputStream(path)) {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                digest.update(buffer, 0, count);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    @Override
    public boolean has(RemoteFile file) {
        return whole.getOrDefault(file.name(), false);
    }

    @Override
    public Path part(RemoteFile file) {
        return folder.resolve("." + file.blob().hex() + ".incomplete");
    }

    @Override
    public void accept(RemoteFile file) throws IOException {
        Path named = folder.resolve(file.name());
        Files.createDirectories(named.getParent());
        Files.move(part(file), named, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void complete() throws IOException {
        Files.deleteIfExists(lock());
    }
}
