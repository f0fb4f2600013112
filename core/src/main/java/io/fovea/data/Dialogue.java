package io.fovea.data;

import io.fovea.chat.Message;
import io.fovea.geometry.Region;

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
 * @param about the places in the picture that hold the answer, also where no place is part of it;
 *     for supervision of where a model looks; empty where nothing is known
 * @param tags facts for reports, such as {@code wording=unseen} or {@code form=left}; empty where
 *     nothing is known
 */
public record Dialogue(
        String kind, List<Message> messages, List<Region> about, Map<String, String> tags) {

    public Dialogue {
        messages = List.copyOf(messages);
        about = List.copyOf(about);
        tags = Map.copyOf(tags);
    }

    /** An exchange of which no more is known. */
    public Dialogue(String kind, List<Message> messages) {
        this(kind, messages, List.of(), Map.of());
    }
}
