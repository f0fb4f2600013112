package io.fovea.hub;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;

/**
 * What to pull.
 *
 * @param to a folder for plain files; null puts the model into the cache
 */
public record PullRequest(ModelName model, Revision revision, @Nullable Path to) {

    /** A model's main branch into the cache. */
    public static PullRequest of(ModelName model) {
        return new PullRequest(model, Revision.MAIN, null);
    }
}
