package io.fovea.data.scenes;

import io.fovea.chat.ContentPart;
import io.fovea.chat.Message;
import io.fovea.data.Dialogue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A scene that is being asked about: the draws, the wordings of the split, and how an exchange is
 * put together.
 */
record Asking(Scene scene, ScenePack pack, Split split, Draw draw) {

    static final String NONE = "none";

    /**
     * What is said about an exchange besides its words: its kind, its form and whose pictures it is
     * about.
     */
    record Topic(String kind, String form, List<SceneThing> targets) {}

    Wordings.Wording wording(Wordings wordings) {
        return wordings.draw(split, draw);
    }

    /** Kinds that occur once, so that "the apple" is one thing. */
    List<SceneThing> unique() {
        return scene.things().stream().filter(this::isUnique).toList();
    }

    boolean isUnique(SceneThing thing) {
        int same = 0;
        for (SceneThing other : scene.things()) {
            if (other.kind() == thing.kind()) {
                same++;
            }
        }
        return same == 1;
    }

    /** Kinds that occur more than once. */
    List<ThingKind> repeated() {
        return scene.kinds().stream()
                .filter(
                        kind ->
                                scene.things().stream()
                                                .filter(thing -> thing.kind() == kind)
                                                .count()
                                        > 1)
                .toList();
    }

    /** Any kind that is not in the picture. */
    ThingKind absentKind() {
        List<ThingKind> present = scene.kinds();
        ThingKind kind = draw.from(pack.kinds());
        while (present.contains(kind)) {
            kind = draw.from(pack.kinds());
        }
        return kind;
    }

    Dialogue words(Topic topic, Wordings.Wording wording, String question, String answer) {
        return exchange(topic, wording, Message.user(question), Message.assistant(answer));
    }

    /** One place for each target, or "none" where there is no target. */
    Dialogue places(Topic topic, Wordings.Wording wording, String question) {
        if (topic.targets().isEmpty()) {
            return words(topic, wording, question, NONE);
        }
        List<ContentPart> parts = new ArrayList<>();
        topic.targets().forEach(target -> parts.add(new ContentPart.Place(target.region())));
        return exchange(
                topic, wording, Message.user(question), new Message(Message.Role.ASSISTANT, parts));
    }

    /**
     * An exchange with tags: {@code form}, {@code target} (seen, unseen, or none where no thing
     * answers), {@code wording} (seen or unseen).
     */
    Dialogue exchange(Topic topic, Wordings.Wording wording, Message user, Message assistant) {
        Map<String, String> tags = new HashMap<>();
        tags.put("form", topic.form());
        tags.put("wording", wording.seen() ? "seen" : "unseen");
        tags.put(
                "target",
                topic.targets().isEmpty()
                        ? "none"
                        : topic.targets().stream().allMatch(SceneThing::seen) ? "seen" : "unseen");
        return new Dialogue(
                topic.kind(),
                List.of(user, assistant),
                topic.targets().stream().map(SceneThing::region).toList(),
                tags);
    }
}
