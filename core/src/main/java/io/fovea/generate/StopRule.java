package io.fovea.generate;

import io.fovea.chat.Answer;

import org.jspecify.annotations.Nullable;

import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * When an answer ends.
 *
 * @param ends tokens that end it; they are not part of it
 * @param maxTokens longest answer
 * @param cancelled asked before each token
 */
public record StopRule(Set<Integer> ends, int maxTokens, BooleanSupplier cancelled) {

    public StopRule {
        ends = Set.copyOf(ends);
        if (maxTokens < 1) {
            throw new IllegalArgumentException(
                    "an answer has room for at least 1 token, got " + maxTokens);
        }
    }

    /** Whether it ends before another token is picked, and why; null to go on. */
    Answer.@Nullable Finish before(int said) {
        if (said >= maxTokens) {
            return Answer.Finish.LENGTH;
        }
        return cancelled.getAsBoolean() ? Answer.Finish.CANCELLED : null;
    }

    /** Whether a picked token ends it. */
    boolean endsAt(int token) {
        return ends.contains(token);
    }
}
