package io.fovea.hub;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Models that were pulled, by us or by Python tools: {@code models--ORG--NAME} with {@code refs} (a
 * file for each branch or tag that holds its commit), {@code snapshots/COMMIT} (a model folder of
 * links) and {@code blobs} (contents by hash). Layout: huggingface_hub, "Understand caching".
 */
public final class HubCache {

    private final Path root;

    /** The cache in a folder, which need not exist. */
    public HubCache(Path root) {
        this.root = root;
    }

    /** The commit that a revision is here; empty when it was not pulled. */
    Optional<String> commit(ModelName model, Revision revision) {
        if (revision.isCommit()) {
            return Optional.of(revision.text());
        }
        try {
            Path reference = root.resolve(model.folder()).resolve("refs").resolve(revision.text());
            return Optional.of(Files.readString(reference).strip())
                    .filter(text -> text.matches("[0-9a-f]{40}"));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The model folder of a revision; empty when it was not pulled. Nothing is fetched. */
    public Optional<Path> find(ModelName model, Revision revision) {
        return commit(model, revision)
                .map(commit -> root.resolve(model.folder()).resolve("snapshots").resolve(commit))
                .filter(Files::isDirectory);
    }

    /** Where contents of a model's files are, by their hash. */
    Path blobs(ModelName model) {
        return root.resolve(model.folder()).resolve("blobs");
    }

    /** The branches and tags of a model that were pulled, sorted. */
    public List<String> revisions(ModelName model) {
        Path references = root.resolve(model.folder()).resolve("refs");
        if (!Files.isDirectory(references)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(references)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.getFileName().toString().startsWith("."))
                    .map(file -> references.relativize(file).toString().replace('\\', '/'))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }
}
