package io.fovea.assistant;

import io.fovea.chat.Answer;

/** An answer and what it cost. */
public record Reply(Answer answer, Timing timing) {}
