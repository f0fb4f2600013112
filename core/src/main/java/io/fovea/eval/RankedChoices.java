package io.fovea.eval;

import io.fovea.chat.ContentPart;
import io.fovea.chat.Message;
import io.fovea.data.AnswerTags;
import io.fovea.data.Dataset;
import io.fovea.data.Dialogue;
import io.fovea.data.Sample;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A data set whose multiple choices are answered by likelihood: the model is asked the question
 * without its options, and the option it finds likeliest is its answer (as SEED-Bench is scored).
 *
 * @param inner where choices are to be said
 */
public record RankedChoices(Dataset inner) implements Dataset {

    @Override
    public long size() {
        return inner.size();
    }

    @Override
    public List<String> labels() {
        return inner.labels();
    }

    @Override
    public Sample get(long index) {
        Sample sample = inner.get(index);
        return new Sample(
                sample.id(),
                sample.image(),
                sample.dialogues().stream().map(RankedChoices::ranked).toList(),
                sample.things(),
                sample.tags());
    }

    private static Dialogue ranked(Dialogue dialogue) {
        String choice = Measure.CHOICE.name().toLowerCase(Locale.ROOT);
        if (!choice.equals(dialogue.tags().get(AnswerTags.METRIC))) {
            return dialogue;
        }
        List<String> options = AnswerTags.list(dialogue.tags(), AnswerTags.OPTIONS);
        List<Message> messages = new ArrayList<>();
        for (Message message : dialogue.messages()) {
            messages.add(
                    new Message(
                            message.role(),
                            message.parts().stream().map(part -> without(part, options)).toList()));
        }
        return new Dialogue(
                dialogue.kind(),
                messages,
                dialogue.about(),
                AnswerTags.with(
                        dialogue.tags(),
                        AnswerTags.METRIC,
                        Measure.LIKELIHOOD.name().toLowerCase(Locale.ROOT)));
    }

    /** The words without the lines that list the options. */
    private static ContentPart without(ContentPart part, List<String> options) {
        if (!(part instanceof ContentPart.Text(String text))) {
            return part;
        }
        List<String> kept = new ArrayList<>(List.of(text.split("\n", -1)));
        for (int i = 0; i < options.size(); i++) {
            kept.remove((char) ('A' + i) + ". " + options.get(i));
        }
        return new ContentPart.Text(String.join("\n", kept));
    }
}
