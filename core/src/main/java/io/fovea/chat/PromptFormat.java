package io.fovea.chat;

/**
 * How a conversation becomes a prompt: by one of our own templates, by the Jinja template that came
 * with a model, or as it is, for a model that only continues texts.
 */
public sealed interface PromptFormat permits ChatTemplate, JinjaTemplate, PlainPrompt {

    /**
     * Writes a conversation; ends with the opening of an answer unless the last turn is one.
     *
     * @throws IllegalArgumentException naming what cannot be written
     */
    Rendered rendered(Conversation conversation);
}
