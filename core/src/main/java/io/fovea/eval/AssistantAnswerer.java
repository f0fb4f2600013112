package io.fovea.eval;

import io.fovea.assistant.Assistant;
import io.fovea.chat.Answer;
import io.fovea.chat.AnswerListener;
import io.fovea.chat.Conversation;
import io.fovea.generate.GenerationConfig;
import io.fovea.metrics.LikelihoodChoice;

import java.util.List;

/**
 * A model as an answerer. An error of the assistant ends the evaluation: a truthful question is
 * always answerable.
 */
public final class AssistantAnswerer implements Answerer {

    private final Assistant assistant;
    private final GenerationConfig generation;

    /** Asks an assistant, which stays the caller's to close. */
    public AssistantAnswerer(Assistant assistant, GenerationConfig generation) {
        this.assistant = assistant;
        this.generation = generation;
    }

    @Override
    public Answer answer(Conversation conversation) {
        return assistant.reply(conversation, generation, AnswerListener.NONE).answer();
    }

    @Override
    public List<Answer> answers(List<Conversation> conversations) {
        return assistant.answers(conversations, generation, Math.max(1, conversations.size()));
    }

    @Override
    public List<LikelihoodChoice.Option> likelihoods(
            Conversation conversation, List<String> options) {
        return assistant.likelihoods(conversation, options).stream()
                .map(one -> new LikelihoodChoice.Option(one.logProbability(), one.tokens()))
                .toList();
    }
}
