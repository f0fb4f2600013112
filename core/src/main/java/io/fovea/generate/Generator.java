package io.fovea.generate;

import io.fovea.model.VisionLanguageModel;
import io.fovea.tensor.Grad;
import io.fovea.tensor.Scope;
import io.fovea.tensor.Tensor;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.function.IntFunction;

/**
 * Prefill and decode: reads a prompt in one pass, then says one token a step. At a token that a
 * {@link ReadoutHandler} listens to, the handler reads a state and may write what comes next. Runs
 * on the thread that owns the model.
 */
public final class Generator {

    private final VisionLanguageModel model;
    private final Vocabulary vocabulary;
    private final IntFunction<LanguagePass> passes;

    public Generator(VisionLanguageModel model, Vocabulary vocabulary) {
        this(model, vocabulary, (PromptCache) null);
    }

    /**
     * A generator that goes on from what earlier prompts had in common with its own.
     *
     * @param kept of the same model; stays the caller's to close; null to keep nothing
     */
    public Generator(VisionLanguageModel model, Vocabulary vocabulary, @Nullable PromptCache kept) {
        this(model, vocabulary, capacity -> new CachedPass(model.language(), kept, capacity));
    }

    Generator(VisionLanguageModel model, Vocabulary vocabulary, IntFunction<LanguagePass> passes) {
        this.model = model;
        this.vocabulary = vocabulary;
        this.passes = passes;
    }

    /**
     * Answers a prompt.
     *
     * @throws IllegalArgumentException when the prompt leaves no room for an answer, naming its
     *     tokens and the model's
     */
    public Generation generate(GenerationRequest request) {
        Decoding decoding = new Decoding(model, request, vocabulary);
        int capacity = decoding.length() + decoding.room();
        try (Grad off = Grad.off();
                LanguagePass pass = passes.apply(capacity)) {
            long start = System.nanoTime();
            Tensor state = decoding.read(pass);
            long read = System.nanoTime();
            while (state != null) {
                state = step(decoding, state, pass);
            }
            return decoding.made(read - start, System.nanoTime() - read);
        }
    }

    /** The state after another token; null at the end. */
    private @Nullable Tensor step(Decoding decoding, Tensor state, LanguagePass pass) {
        try (Scope scope = Scope.open()) {
            float[] scores = model.language().logits(state).toFloats();
            Tensor inputs = decoding.next(state, scores);
            return inputs == null ? null : pass.append(inputs);
        }
    }

    /**
     * Answers several prompts together: each is read alone, one after the other, so that what
     * neighbours have in common is read once; then all say a token at each step, which takes little
     * longer than one answer's. What is said is what each would say alone, up to the rounding of
     * products of another shape.
     *
     * @param requests with samplers, handlers and listeners of their own
     * @return in the order of the requests; times of steps are shared evenly
     */
    public List<Generation> generate(List<GenerationRequest> requests) {
        if (requests.size() == 1) {
            return List.of(generate(requests.getFirst()));
        }
        List<Decoding> decodings =
                requests.stream().map(request -> new Decoding(model, request, vocabulary)).toList();
        try (Grad off = Grad.off();
                DecodingBatch batch = DecodingBatch.read(model.language(), decodings, passes)) {
            while (!batch.isDone()) {
                batch.step();
            }
            return batch.made();
        }
    }
}
