package io.fovea.generate;

import io.fovea.chat.Answer;

import java.util.List;

/**
 * A finished answer as tokens.
 *
 * @param tokens ids, without the end token
 * @param finish why it ended
 * @param prefillNanos time until the prompt was read
 * @param decodeNanos time after that
 */
public record Generation(
        List<Token> tokens, Answer.Finish finish, long prefillNanos, long decodeNanos) {

    public Generation {
        tokens = List.copyOf(tokens);
    }

    /** A token and the natural logarithm of its probability. */
    public record Token(int id, double logProbability) {}
}
