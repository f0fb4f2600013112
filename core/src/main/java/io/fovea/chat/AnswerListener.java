package io.fovea.chat;

import io.fovea.geometry.Region;

/**
 * Hears an answer while it is made, on the thread that makes it; slow listeners slow the answer
 * down.
 */
public interface AnswerListener {

    /** Hears nothing. */
    AnswerListener NONE = new AnswerListener() {};

    /** More words; whole characters only. */
    default void onText(String text) {}

    /** A place was found. */
    default void onLocated(Region region) {}

    /** Asked before each token: true ends the answer with {@link Answer.Finish#CANCELLED}. */
    default boolean cancelled() {
        return false;
    }
}
