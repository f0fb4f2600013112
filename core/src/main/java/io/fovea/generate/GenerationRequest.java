package io.fovea.generate;

import java.util.List;

/**
 * What a {@link Generator} answers.
 *
 * @param prefill the prompt
 * @param handlers read states of this answer; see {@link ReadoutHandler}
 * @param sampler of this answer
 * @param stop when it ends
 * @param listener hears its tokens
 */
public record GenerationRequest(
        Prefill prefill,
        List<ReadoutHandler> handlers,
        Sampler sampler,
        StopRule stop,
        GenerationListener listener) {

    public GenerationRequest {
        handlers = List.copyOf(handlers);
    }

    /** An answer of words alone that nobody hears. */
    public GenerationRequest(Prefill prefill, Sampler sampler, StopRule stop) {
        this(prefill, List.of(), sampler, stop, (token, logProbability, region) -> {});
    }
}
