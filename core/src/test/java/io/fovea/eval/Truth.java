package io.fovea.eval;

import io.fovea.chat.Answer;
import io.fovea.chat.ContentPart;
import io.fovea.chat.Conversation;
import io.fovea.chat.Message;
import io.fovea.data.Dataset;
import io.fovea.data.Dialogue;
import io.fovea.data.Sample;
import io.fovea.data.scenes.SceneOptions;
import io.fovea.data.scenes.ScenePack;
import io.fovea.data.scenes.ScenePackReader;
import io.fovea.data.scenes.ScenesDataset;
import io.fovea.data.scenes.Split;
import io.fovea.geometry.Region;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** Answerers that know the truth, for tests. */
final class Truth {

    private static final ScenePack PACK = pack();

    private Truth() {}

    private static ScenePack pack() {
        try {
            return ScenePackReader.builtIn();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static KindNames kinds() {
        return SceneKinds.of(PACK);
    }

    static Dataset scenes(long seed) {
        return new ScenesDataset(PACK, SceneOptions.defaults(), Split.TEST, seed);
    }

    /** Says the true answer to each question in the order in which it is asked. */
    static Answerer oracle(Dataset dataset, int scenes) {
        return inOrder(answers(dataset, scenes));
    }

    static Answerer inOrder(List<Answer> answers) {
        int[] next = {0};
        return (Conversation conversation) -> answers.get(next[0]++);
    }

    /** The true answers; a told place is asked about in three ways. */
    static List<Answer> answers(Dataset dataset, int scenes) {
        List<Answer> answers = new ArrayList<>();
        for (int scene = 0; scene < scenes; scene++) {
            Sample sample = dataset.get(scene);
            for (Dialogue dialogue : sample.dialogues()) {
                boolean told =
                        dialogue.messages().get(0).parts().stream()
                                .anyMatch(part -> part instanceof ContentPart.Place);
                for (int way = 0; way < (told ? 3 : 1); way++) {
                    answers.add(answer(dialogue.messages().get(1)));
                }
            }
        }
        return answers;
    }

    private static Answer answer(Message truth) {
        List<Answer.Part> parts = new ArrayList<>();
        for (ContentPart part : truth.parts()) {
            switch (part) {
                case ContentPart.Text(String text) -> parts.add(new Answer.Text(text));
                case ContentPart.Place place -> parts.add(new Answer.Located(place.region()));
                case ContentPart.Grounded(String phrase, List<Region> regions) -> {
                    parts.add(new Answer.Text(phrase));
                    regions.forEach(
                            region ->
                                    parts.add(
                                            new Answer.Located(
                                                    new Region(
                                                            region.box(),
                                                            region.mask(),
                                                            phrase,
                                                            0.9))));
                }
                case ContentPart.Picture ignored -> {}
            }
        }
        return of(parts);
    }

    static Answer words(String text) {
        return of(List.of(new Answer.Text(text)));
    }

    static Answer of(List<Answer.Part> parts) {
        return new Answer(parts, new Answer.Usage(80, parts.size() + 1), Answer.Finish.STOP);
    }
}
