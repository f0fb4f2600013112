package io.fovea.eval;

import io.fovea.chat.Answer;
import io.fovea.chat.Conversation;
import io.fovea.metrics.LikelihoodChoice;

import java.util.List;

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

    /**
     * Answers several conversations, which a model may do at once.
     *
     * @return one for each, in order
     */
    default List<Answer> answers(List<Conversation> conversations) {
        return conversations.stream().map(this::answer).toList();
    }

    /**
     * How likely each option is as the answer to the last turn.
     *
     * @return one for each option, in order
     * @throws UnsupportedOperationException when this one only answers
     */
    default List<LikelihoodChoice.Option> likelihoods(
            Conversation conversation, List<String> options) {
        throw new UnsupportedOperationException(
                "this model cannot say how likely an answer is; options can only be asked for in"
                        + " words");
    }
}
