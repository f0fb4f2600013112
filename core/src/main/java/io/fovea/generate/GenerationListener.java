package io.fovea.generate;

import io.fovea.geometry.Region;

import org.jspecify.annotations.Nullable;

/** Hears each token of an answer on the thread that makes it; the end token is not heard. */
@FunctionalInterface
public interface GenerationListener {

    /**
     * A token was said.
     *
     * @param token its id
     * @param logProbability natural logarithm of its probability among all tokens that may be said
     * @param region the place that a handler read at it, null for none
     */
    void onToken(int token, double logProbability, @Nullable Region region);
}
