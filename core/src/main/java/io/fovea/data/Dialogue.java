package io.fovea.data;

import io.fovea.chat.Message;

import java.util.List;
import java.util.Map;

/**
 * One exchange about the picture of a {@link Sample}: user and assistant turns, the answers
 * included. The picture stands before the first turn and is not repeated here; exchanges of one
 * sample do not see each other.
 *
 * @param kind what is asked, for mixtures and reports: {@code name}, {@code qualifier}, {@code
 *     relation}, {@code absent}, {@code all}, {@code exists}, {@code count}, ...
 * @param messages user, assistant, user, assistant, ...
 * @param tags facts for reports, such as {@code wording=unseen} or {@code form=left}; empty where
 *     nothing is known
 */
public record Dialogue(String kind, List<Message> messages, Map<String, String> tags) {

    public Dialogue {
        messages = List.copyOf(messages);
        tags = Map.copyOf(tags);
    }

    /** An exchange without tags. */
    public Dialogue(String kind, List<Message> messages) {
        this(kind, messages, Map.of());
    }
}
