package io.fovea.hub;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A pull that asks nobody: the model is in the cache, or it is not to be had. */
final class OfflinePull {

    private final HubSettings settings;

    OfflinePull(HubSettings settings) {
        this.settings = settings;
    }

    Pulled pull(PullRequest request) throws IOException {
        HubCache cache = new HubCache(settings.cache());
        Path snapshot =
                cache.find(request.model(), request.revision())
                        .orElseThrow(
                                () ->
                                        new HubError(
                                                request.model()
                                                        + " at revision '"
                                                        + request.revision()
                                                        + "' is not in "
                                                        + settings.cache()
                                                        + ", and --offline (HF_HUB_OFFLINE) allows"
                                                        + " no other place; pull it where there is"
                                                        + " a network"));
        List<Pulled.PulledFile> files = files(snapshot);
        WantedFiles.choose(files.stream().map(Pulled.PulledFile::name).toList(), request.model());
        Hub.checkIndex(snapshot);
        Path folder = snapshot;
        if (request.to() != null) {
            folder = request.to().toAbsolutePath().normalize();
            copy(snapshot, files, folder);
        }
        return new Pulled(
                request.model().toString(),
                request.revision().text(),
                snapshot.getFileName().toString(),
                folder,
                files,
                files.stream().mapToLong(Pulled.PulledFile::bytes).sum(),
                0);
    }

    private static List<Pulled.PulledFile> files(Path snapshot) throws IOException {
        List<Pulled.PulledFile> files = new ArrayList<>();
        try (Stream<Path> paths = Files.walk(snapshot)) {
            for (Path path : paths.filter(Files::isRegularFile).sorted().toList()) {
                String name = snapshot.relativize(path).toString().replace('\\', '/');
                files.add(new Pulled.PulledFile(name, Files.size(path)));
            }
        }
        return files;
    }

    private static void copy(Path snapshot, List<Pulled.PulledFile> files, Path folder)
            throws IOException {
        for (Pulled.PulledFile file : files) {
            Path to = folder.resolve(file.name());
            if (Files.exists(to) && Files.mismatch(snapshot.resolve(file.name()), to) >= 0) {
                throw new HubError(
                        to + " is another file, and it is not replaced; choose another folder");
            }
        }
        for (Pulled.PulledFile file : files) {
            Path to = folder.resolve(file.name());
            Files.createDirectories(to.getParent());
            if (!Files.exists(to)) {
                Path fresh = to.resolveSibling("." + to.getFileName() + ".incomplete");
                Files.copy(
                        snapshot.resolve(file.name()), fresh, StandardCopyOption.REPLACE_EXISTING);
                Files.move(fresh, to, StandardCopyOption.ATOMIC_MOVE);
            }
        }
    }
}
