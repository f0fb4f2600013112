package io.fovea.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.fovea.assistant.Assistant;
import io.fovea.assistant.AssistantError;
import io.fovea.assistant.Questions;
import io.fovea.assistant.Reply;
import io.fovea.chat.AnswerListener;
import io.fovea.chat.Conversation;
import io.fovea.generate.GenerationConfig;
import io.fovea.geometry.Region;
import io.fovea.image.Image;

import org.jspecify.annotations.Nullable;

/**
 * What is asked about a picture: one of the three things that verbs and lines of a batch can ask.
 */
sealed interface Asked {

    /** A question to be answered in words. */
    record Question(String words) implements Asked {}

    /** A phrase whose places are looked for. */
    record Phrase(String words) implements Asked {}

    /** A description of the whole picture, or of a place of it. */
    record Description(@Nullable Region place) implements Asked {}

    /** What was asked, for the title of a drawing. */
    default String title() {
        return switch (this) {
            case Question(String words) -> words.strip();
            case Phrase(String words) -> words.strip();
            case Description ignored -> "";
        };
    }

    /** The conversation that asks it. */
    default Conversation about(Image image) {
        return switch (this) {
            case Question(String words) -> Questions.ask(image, words);
            case Phrase(String words) -> Questions.find(image, words);
            case Description(Region place) -> Questions.describe(image, place);
        };
    }

    /** Asks a model. */
    default Reply ask(Assistant assistant, Image image, GenerationConfig generation) {
        if (this instanceof Phrase && !assistant.info().supportsPlaces()) {
            throw new AssistantError(
                    "the model "
                            + assistant.info().name()
                            + " knows no places, so it cannot find any; name a model that was"
                            + " trained to");
        }
        return assistant.reply(about(image), generation, AnswerListener.NONE);
    }

    /**
     * The words of an answer; where a phrase has no place in the picture, a sentence that says so.
     */
    default String words(Reply reply) {
        if (this instanceof Phrase(String words) && reply.answer().regions().isEmpty()) {
            return "nothing in the picture fits '" + words.strip() + "'";
        }
        return reply.answer().text();
    }

    /** An answer as JSON. */
    default ObjectNode json(Reply reply) {
        return AnswerJson.of(reply, words(reply));
    }
}
