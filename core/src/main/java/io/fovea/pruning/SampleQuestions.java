package io.fovea.pruning;

import io.fovea.chat.ContentPart;
import io.fovea.chat.Conversation;
import io.fovea.chat.Message;
import io.fovea.data.Dataset;
import io.fovea.data.Dialogue;
import io.fovea.data.Sample;
import io.fovea.image.Image;

import java.util.ArrayList;
import java.util.List;

/**
 * A question about each of the first samples of a data set: the first one that is words alone (none
 * that tells a place), without its answer.
 *
 * @param dataset where they come from
 * @param description what it is, in words
 * @param size number of samples, at most as many as the data set has
 */
public record SampleQuestions(Dataset dataset, String description, int size)
        implements Calibration {

    /** The first samples of a data set. */
    public static SampleQuestions of(Dataset dataset, String description, int limit) {
        return new SampleQuestions(dataset, description, (int) Math.min(limit, dataset.size()));
    }

    @Override
    public Prompt get(int index) {
        Sample sample = dataset.get(index);
        Image picture = sample.image();
        List<ContentPart> parts = new ArrayList<>();
        if (picture != null) {
            parts.add(new ContentPart.Picture(picture));
        }
        parts.addAll(
                sample.dialogues().stream()
                        .map(SampleQuestions::question)
                        .filter(SampleQuestions::isWords)
                        .findFirst()
                        .orElse(List.of(new ContentPart.Text(PictureFolder.DESCRIBE))));
        return new Prompt.Asked(new Conversation(List.of(new Message(Message.Role.USER, parts))));
    }

    private static List<ContentPart> question(Dialogue dialogue) {
        return dialogue.messages().stream()
                .filter(message -> message.role() == Message.Role.USER)
                .findFirst()
                .map(Message::parts)
                .orElse(List.of());
    }

    private static boolean isWords(List<ContentPart> parts) {
        return !parts.isEmpty() && parts.stream().allMatch(ContentPart.Text.class::isInstance);
    }
}
