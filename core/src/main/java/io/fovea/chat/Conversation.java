package io.fovea.chat;

import java.util.List;

/** Turns in order; the one input type of the whole system. */
public record Conversation(List<Message> messages) {

    public Conversation {
        messages = List.copyOf(messages);
    }

    public static Conversation of(Message... messages) {
        return new Conversation(List.of(messages));
    }
}
