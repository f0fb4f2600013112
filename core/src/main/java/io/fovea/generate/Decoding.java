package io.fovea.generate;

import io.fovea.chat.Answer;
import io.fovea.generate.ReadoutHandler.Readout;
import io.fovea.model.PromptPositions;
import io.fovea.model.Readouts;
import io.fovea.model.VisionLanguageModel;
import io.fovea.tensor.Scope;
import io.fovea.tensor.Tensor;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * One answer in the making: given the state after all that was read, it says a token and tells what
 * is to be read next. Who drives it runs the language model, for one answer or for several in step.
 */
final class Decoding {

    private final VisionLanguageModel model;
    private final GenerationRequest request;
    private final Vocabulary vocabulary;
    private final int capacity;
    private final List<Generation.Token> said = new ArrayList<>();
    private Answer.@Nullable Finish finish;
    private @Nullable ReadoutHandler awaiting;
    private int read;

    /**
     * @throws IllegalArgumentException when the prompt leaves no room for an answer, naming its
     *     tokens and the model's
     */
    Decoding(VisionLanguageModel model, GenerationRequest request, Vocabulary vocabulary) {
        this.model = model;
        this.request = request;
        this.vocabulary = vocabulary;
        read = length();
        capacity = capacity();
    }

    private int capacity() {
        int longest = model.description().longestSequence();
        if (read >= longest) {
            throw new IllegalArgumentException(
                    "the prompt has "
                            + read
                            + " tokens and leaves no room for an answer: the model reads "
                            + longest
                            + " (max_position_embeddings); say it in fewer words");
        }
        boolean writesMore =
                request.handlers().stream()
                        .anyMatch(
                                handler ->
                                        handler.at() == Readouts.At.ITSELF
                                                && handler.tokens().stream()
                                                        .anyMatch(vocabulary::allows));
        return writesMore
                ? longest
                : (int) Math.min(longest, (long) read + request.stop().maxTokens());
    }

    /** Tokens of the prompt. */
    int length() {
        return request.prefill().ids().length;
    }

    /** Positions of what it reads. */
    PromptPositions positions() {
        return request.prefill().positions();
    }

    /** Inputs that it reads at most from now on. */
    int room() {
        return capacity - read;
    }

    /**
     * Reads the prompt up to each request in it, has the handler write the slots behind it, and
     * goes on: nothing is read twice.
     *
     * @return the last state {@code [1, Dl]}
     */
    Tensor read(LanguagePass pass) {
        Prefill prefill = request.prefill();
        try (Scope scope = Scope.open()) {
            int at = pass.keep(prefill);
            Tensor embeddings = prefill.embeddings(model);
            for (Prefill.Asked asked : prefill.asked()) {
                ReadoutHandler handler = answering(asked);
                int behind = asked.position() + 1 + handler.at().offset();
                Tensor state = pass.append(embeddings.narrow(1, at, behind - at));
                Tensor answers = handler.read(state, prefill.seen(), 1).embeddings();
                embeddings = asked.answered(embeddings, answers);
                at = behind;
            }
            return pass.append(embeddings.narrow(1, at, prefill.ids().length - at));
        }
    }

    private ReadoutHandler answering(Prefill.Asked asked) {
        ReadoutHandler handler = listening(request.prefill().ids()[asked.position()]);
        if (handler == null) {
            throw new IllegalArgumentException(
                    "the prompt has a request at position "
                            + asked.position()
                            + ", but no handler answers it");
        }
        return handler;
    }

    /**
     * Says the next token.
     *
     * @param state after the last input, {@code [1, Dl]}
     * @param scores of the next token {@code [V]}; changed
     * @return inputs {@code [1, n, Dl]} to be read before the next call; null at the end
     */
    @Nullable Tensor next(Tensor state, float[] scores) {
        if (awaiting != null) {
            Tensor written = readItself(awaiting, state);
            awaiting = null;
            if (written != null) {
                return reading(written);
            }
        }
        finish = request.stop().before(said.size());
        if (finish != null) {
            return null;
        }
        vocabulary.apply(scores, said.isEmpty());
        int token = request.sampler().next(scores);
        if (request.stop().endsAt(token)) {
            finish = Answer.Finish.STOP;
            return null;
        }
        if (room() == 0) {
            finish = Answer.Finish.LENGTH;
            return null;
        }
        Tensor inputs = say(token, scores, state);
        finish = awaiting == null ? request.stop().before(said.size()) : null;
        return finish == null ? reading(inputs) : null;
    }

    private Tensor reading(Tensor inputs) {
        read += (int) inputs.size(1);
        return inputs;
    }

    private Tensor say(int token, float[] scores, Tensor predicting) {
        said.add(new Generation.Token(token, Vocabulary.logProbability(scores, token)));
        ReadoutHandler handler = listening(token);
        if (handler != null && handler.at() == Readouts.At.PREDICTING) {
            Readout readout = read(handler, predicting);
            heard(readout);
            return readout.embeddings() == null
                    ? own(token)
                    : one(readout.embeddings()).unsqueeze(0).to(predicting.dtype());
        }
        if (handler == null) {
            heard(null);
        } else {
            awaiting = handler;
        }
        return own(token);
    }

    /** The state of a token that was said before; what is written behind it, null for nothing. */
    private @Nullable Tensor readItself(ReadoutHandler handler, Tensor state) {
        Readout readout = read(handler, state);
        heard(readout);
        Tensor written = readout.embeddings();
        if (written == null) {
            return null;
        }
        if (written.size(0) > room()) {
            throw new IllegalArgumentException(
                    "a handler wrote "
                            + written.size(0)
                            + " embeddings, the model has room for "
                            + room()
                            + " more; ask for a shorter answer");
        }
        return written.unsqueeze(0).to(state.dtype());
    }

    private Readout read(ReadoutHandler handler, Tensor state) {
        double probability = Math.exp(said.getLast().logProbability());
        return handler.read(state, request.prefill().seen(), probability);
    }

    private void heard(@Nullable Readout readout) {
        Generation.Token token = said.getLast();
        request.listener()
                .onToken(
                        token.id(),
                        token.logProbability(),
                        readout == null ? null : readout.region());
    }

    private static Tensor one(Tensor written) {
        if (written.size(0) != 1) {
            throw new IllegalArgumentException(
                    "a handler wrote "
                            + written.size(0)
                            + " embeddings for 1 token; one that reads the predicting state"
                            + " writes 1");
        }
        return written;
    }

    /** A token's own embedding {@code [1, 1, Dl]}. */
    private Tensor own(int token) {
        return model.language().embed(Tensor.of(new long[] {token}, 1, 1).to(model.device()));
    }

    private @Nullable ReadoutHandler listening(int token) {
        for (ReadoutHandler handler : request.handlers()) {
            if (handler.tokens().contains(token)) {
                return handler;
            }
        }
        return null;
    }

    /** What was said. */
    Generation made(long prefillNanos, long decodeNanos) {
        if (finish == null) {
            throw new IllegalStateException("the answer is not finished");
        }
        return new Generation(said, finish, prefillNanos, decodeNanos);
    }
}
