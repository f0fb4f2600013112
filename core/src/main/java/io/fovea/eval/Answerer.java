package io.fovea.eval;

import io.fovea.chat.Answer;
import io.fovea.chat.Conversation;

/** What is evaluated: a model, or for tests anything that answers. */
@FunctionalInterface
public interface Answerer {

    /**
     * Answers the last turn.
     *
     * @param conversation the picture stands first in the first user turn; questions about one
     *     picture come one after the other with the same {@link io.fovea.image.Image} object, so
     *     that its features may be kept; each place says what of it is told
     */
    Answer answer(Conversation conversation);
}
