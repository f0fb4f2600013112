package io.fovea.pruning;

import io.fovea.chat.Conversation;

/** What a model is shown while its layers are scored; each prompt is made when it is asked for. */
public interface Calibration {

    /** What it is, in words for a report. */
    String description();

    /** Number of prompts. */
    int size();

    /** A prompt by its index; the same each time. */
    Prompt get(int index);

    /** One prompt. */
    sealed interface Prompt {

        /** A conversation that ends with a question, put into the model's chat template. */
        record Asked(Conversation conversation) implements Prompt {}

        /** Words as they are, without a template; longer ones than the model reads are cut. */
        record Plain(String words) implements Prompt {}
    }
}
