package io.fovea.chat;

import java.util.List;

/** One turn of a conversation. */
public record Message(Role role, List<ContentPart> parts) {

    /** Who speaks. */
    public enum Role {
        SYSTEM,
        USER,
        ASSISTANT
    }

    public Message {
        parts = List.copyOf(parts);
    }

    public static Message user(ContentPart... parts) {
        return new Message(Role.USER, List.of(parts));
    }

    public static Message user(String text) {
        return user(new ContentPart.Text(text));
    }

    public static Message assistant(ContentPart... parts) {
        return new Message(Role.ASSISTANT, List.of(parts));
    }

    public static Message assistant(String text) {
        return assistant(new ContentPart.Text(text));
    }
}
