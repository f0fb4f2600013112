package io.fovea.generate;

import io.fovea.chat.Answer;
import io.fovea.generate.ReadoutHandler.Readout;
import io.fovea.model.Readouts;
import io.fovea.model.VisionLanguageModel;
import io.fovea.tensor.Grad;
import io.fovea.tensor.Scope;
import io.fovea.tensor.Tensor;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;

/**
 * Prefill and decode: reads a prompt in one pass, then says one token a step. At a token that a
 * {@link ReadoutHandler} listens to, the handler reads a state and may write what comes next. Runs
 * on the thread that owns the model.
 */
public final class Generator {

    private final VisionLanguageModel model;
    private final List<ReadoutHandler> handlers;
    private final Vocabulary vocabulary;
    private final IntFunction<LanguagePass> passes;

    /**
     * Which tokens may be said.
     *
     * @param size ids of the tokenizer; rows of the embedding beyond it are never said
     * @param silent ids that are never said: padding, image tokens
     * @param openings added to the scores of ids that an answer may begin with
     */
    public record Vocabulary(int size, Set<Integer> silent, Map<Integer, Double> openings) {
        public Vocabulary {
            silent = Set.copyOf(silent);
            openings = Map.copyOf(openings);
        }

        /** No answer begins more readily than the model says. */
        public Vocabulary(int size, Set<Integer> silent) {
            this(size, silent, Map.of());
        }
    }

    public Generator(
            VisionLanguageModel model, List<ReadoutHandler> handlers, Vocabulary vocabulary) {
        this(
                model,
                handlers,
                vocabulary,
                capacity -> new CachedPass(model.language(), null, capacity));
    }

    /**
     * A generator that goes on from what earlier prompts had in common with its own.
     *
     * @param kept of the same model; stays the caller's to close
     */
    public Generator(
            VisionLanguageModel model,
            List<ReadoutHandler> handlers,
            Vocabulary vocabulary,
            PromptCache kept) {
        this(
                model,
                handlers,
                vocabulary,
                capacity -> new CachedPass(model.language(), kept, capacity));
    }

    Generator(
            VisionLanguageModel model,
            List<ReadoutHandler> handlers,
            Vocabulary vocabulary,
            IntFunction<LanguagePass> passes) {
        this.model = model;
        this.handlers = List.copyOf(handlers);
        this.vocabulary = vocabulary;
        this.passes = passes;
    }

    /**
     * Answers a prompt.
     *
     * @throws IllegalArgumentException when the prompt leaves no room for an answer, naming its
     *     tokens and the model's
     */
    public Generation generate(
            Prefill prefill, Sampler sampler, StopRule stop, GenerationListener listener) {
        int capacity = capacity(prefill.ids().length, stop.maxTokens());
        List<Generation.Token> said = new ArrayList<>();
        try (Grad off = Grad.off();
                LanguagePass pass = passes.apply(capacity)) {
            long start = System.nanoTime();
            Tensor state = read(prefill, pass);
            long read = System.nanoTime();
            Answer.Finish finish = stop.before(0);
            while (finish == null) {
                try (Scope scope = Scope.open()) {
                    float[] scores = scores(state);
                    if (said.isEmpty()) {
                        vocabulary
                                .openings()
                                .forEach((id, bias) -> scores[id] += bias.floatValue());
                    }
                    int token = sampler.next(scores);
                    if (stop.endsAt(token)) {
                        finish = Answer.Finish.STOP;
                    } else if (pass.room() == 0) {
                        finish = Answer.Finish.LENGTH;
                    } else {
                        double logProbability = logProbability(scores, token);
                        said.add(new Generation.Token(token, logProbability));
                        Step step = new Step(pass, prefill, token, Math.exp(logProbability));
                        Readout readout = step.take(state);
                        state = step.next();
                        listener.onToken(
                                token, logProbability, readout == null ? null : readout.region());
                        finish = stop.before(said.size());
                    }
                }
            }
            return new Generation(said, finish, read - start, System.nanoTime() - read);
        }
    }

    private int capacity(int prompt, int maxTokens) {
        int longest = model.description().longestSequence();
        if (prompt >= longest) {
            throw new IllegalArgumentException(
                    "the prompt has "
                            + prompt
                            + " tokens and leaves no room for an answer: the"
                            + " model reads "
                            + longest
                            + " (max_position_embeddings); say it in fewer words");
        }
        boolean writesMore =
                handlers.stream()
                        .anyMatch(
                                handler ->
                                        handler.at() == Readouts.At.ITSELF
                                                && handler.tokens().stream()
                                                        .anyMatch(this::mayBeSaid));
        return writesMore ? longest : (int) Math.min(longest, (long) prompt + maxTokens);
    }

    /**
     * Reads a prompt up to each request in it, has the handler write the slots behind it, and goes
     * on: nothing is read twice.
     *
     * @return the last state
     */
    private Tensor read(Prefill prefill, LanguagePass pass) {
        try (Scope scope = Scope.open()) {
            int at = pass.keep(prefill);
            Tensor embeddings = prefill.embeddings(model);
            for (Prefill.Asked asked : prefill.asked()) {
                ReadoutHandler handler = answering(prefill, asked);
                int behind = asked.position() + 1 + handler.at().offset();
                Tensor state = pass.append(embeddings.narrow(1, at, behind - at));
                Tensor answers = handler.read(state, prefill.seen(), 1).embeddings();
                embeddings = asked.answered(embeddings, answers);
                at = behind;
            }
            return pass.append(embeddings.narrow(1, at, prefill.ids().length - at));
        }
    }

    private ReadoutHandler answering(Prefill prefill, Prefill.Asked asked) {
        ReadoutHandler handler = listening(prefill.ids()[asked.position()]);
        if (handler == null) {
            throw new IllegalArgumentException(
                    "the prompt has a request at position "
                            + asked.position()
                            + ", but no handler answers it");
        }
        return handler;
    }

    /** Scores {@code [V]} after a state, minus infinity for what must not be said. */
    private float[] scores(Tensor state) {
        float[] scores = model.language().logits(state).toFloats();
        for (int id : vocabulary.silent()) {
            if (id < scores.length) {
                scores[id] = Float.NEGATIVE_INFINITY;
            }
        }
        for (int id = vocabulary.size(); id < scores.length; id++) {
            scores[id] = Float.NEGATIVE_INFINITY;
        }
        return scores;
    }

    private static double logProbability(float[] scores, int token) {
        double max = Double.NEGATIVE_INFINITY;
        for (float score : scores) {
            max = Math.max(max, score);
        }
        double sum = 0;
        for (float score : scores) {
            sum += Math.exp(score - max);
        }
        return scores[token] - max - Math.log(sum);
    }

    private boolean mayBeSaid(int token) {
        return token < vocabulary.size() && !vocabulary.silent().contains(token);
    }

    private @Nullable ReadoutHandler listening(int token) {
        for (ReadoutHandler handler : handlers) {
            if (handler.tokens().contains(token)) {
                return handler;
            }
        }
        return null;
    }

    /** One said token on its way into the language model. */
    private final class Step {

        private final LanguagePass pass;
        private final Prefill prefill;
        private final int token;
        private final double probability;
        private @Nullable Tensor next;

        Step(LanguagePass pass, Prefill prefill, int token, double probability) {
            this.pass = pass;
            this.prefill = prefill;
            this.token = token;
            this.probability = probability;
        }

        /** Reads the token into the model; null when no handler listens to it. */
        @Nullable Readout take(Tensor predicting) {
            ReadoutHandler handler = listening(token);
            if (handler == null) {
                next = pass.append(own());
                return null;
            }
            if (handler.at() == Readouts.At.PREDICTING) {
                Readout readout = handler.read(predicting, prefill.seen(), probability);
                Tensor written = readout.embeddings();
                if (written != null && written.size(0) != 1) {
                    throw new IllegalArgumentException(
                            "a handler wrote "
                                    + written.size(0)
                                    + " embeddings for 1 token; one that reads the predicting state"
                                    + " writes 1");
                }
                next =
                        pass.append(
                                written == null
                                        ? own()
                                        : written.unsqueeze(0).to(predicting.dtype()));
                return readout;
            }
            Tensor itself = pass.append(own());
            Readout readout = handler.read(itself, prefill.seen(), probability);
            next = readout.embeddings() == null ? itself : append(readout.embeddings(), itself);
            return readout;
        }

        private Tensor append(Tensor rows, Tensor like) {
            if (rows.size(0) > pass.room()) {
                throw new IllegalArgumentException(
                        "a handler wrote "
                                + rows.size(0)
                                + " embeddings, the model has room for "
                                + pass.room()
                                + " more; ask for a shorter answer");
            }
            return pass.append(rows.unsqueeze(0).to(like.dtype()));
        }

        /** The token's own embedding {@code [1, 1, Dl]}. */
        private Tensor own() {
            return model.language().embed(Tensor.of(new long[] {token}, 1, 1).to(model.device()));
        }

        /** The state that predicts the token after it. */
        Tensor next() {
            if (next == null) {
                throw new IllegalStateException("take the token first");
            }
            return next;
        }
    }
}
