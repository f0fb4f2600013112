package io.fovea.assistant;

import io.fovea.chat.Answer;

import java.util.List;

/**
 * An answer and what it cost.
 *
 * @param looked where an interaction network looked before the answer; empty where there is none,
 *     or one that does not look at patches
 */
public record Reply(Answer answer, Timing timing, List<Looked> looked) {

    public Reply {
        looked = List.copyOf(looked);
    }
}
