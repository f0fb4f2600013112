package io.fovea.data.scenes;

import io.fovea.chat.ContentPart;
import io.fovea.chat.Message;
import io.fovea.data.Dialogue;
import io.fovea.data.Sample;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/**
 * Composed scenes told in words instead of shown: each question stands behind a list of the things
 * that are there, in any order, with their colour and where they are. What a language model learns
 * from it is to look things up in what stands before a question; a picture it never sees. Exchanges
 * with places are left out.
 */
public final class ToldScenes extends SceneSource {

    public ToldScenes(ScenePack pack, SceneOptions options, Split split, long seed) {
        super(pack, options, split, seed);
    }

    @Override
    Sample sample(Told told) {
        List<Dialogue> dialogues = new ArrayList<>();
        for (Dialogue dialogue : told.dialogues()) {
            if (dialogue.messages().stream().allMatch(ToldScenes::isWords)) {
                List<Message> messages = new ArrayList<>(dialogue.messages());
                String list = list(told.draw().shuffled(told.scene().things()));
                messages.set(0, Message.user(list + ". " + words(messages.getFirst())));
                dialogues.add(new Dialogue(dialogue.kind(), messages));
            }
        }
        return new Sample(
                "told-" + told.id(), null, dialogues, List.of(), Map.of("split", split()));
    }

    private static boolean isWords(Message message) {
        return message.parts().stream().allMatch(part -> part instanceof ContentPart.Text);
    }

    private static String words(Message message) {
        StringBuilder words = new StringBuilder();
        for (ContentPart part : message.parts()) {
            if (part instanceof ContentPart.Text(String text)) {
                words.append(text);
            }
        }
        return words.toString();
    }

    /** "a red car at the top left, an apple, a dog at the bottom". */
    private static String list(List<SceneThing> things) {
        StringJoiner list = new StringJoiner(", ");
        for (SceneThing thing : things) {
            String name =
                    thing.colour() == null
                            ? thing.kind().withArticle()
                            : Grammar.withArticle(thing.colour(), thing.kind());
            String part = WordQuestions.part(thing);
            list.add(part == null ? name : name + " at the " + part);
        }
        return list.toString();
    }
}
