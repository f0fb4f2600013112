package io.fovea.eval;

import io.fovea.chat.Answer;
import io.fovea.chat.ContentPart;
import io.fovea.chat.Conversation;
import io.fovea.data.CoordinateText;
import io.fovea.data.PlaceForm;
import io.fovea.data.WrittenPlaces;
import io.fovea.image.Image;
import io.fovea.metrics.LikelihoodChoice;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.stream.IntStream;

/**
 * A model that was taught places as text, measured like one that has tokens for them: places of
 * questions are written out, and places are read from the words of its answers. What is no place in
 * that form stays words, and so is counted as an invalid answer where a place is asked for.
 *
 * @param answerer what is asked
 * @param form as in its training
 */
public record WrittenPlacesAnswerer(Answerer answerer, PlaceForm form) implements Answerer {

    @Override
    public Answer answer(Conversation conversation) {
        return read(answerer.answer(WrittenPlaces.written(conversation, form)), conversation);
    }

    @Override
    public List<Answer> answers(List<Conversation> conversations) {
        List<Answer> answers =
                answerer.answers(
                        conversations.stream()
                                .map(one -> WrittenPlaces.written(one, form))
                                .toList());
        return IntStream.range(0, answers.size())
                .mapToObj(i -> read(answers.get(i), conversations.get(i)))
                .toList();
    }

    private static Answer read(Answer answer, Conversation conversation) {
        Image picture = picture(conversation);
        return picture == null ? answer : CoordinateText.read(answer, picture.canvas());
    }

    @Override
    public List<LikelihoodChoice.Option> likelihoods(
            Conversation conversation, List<String> options) {
        return answerer.likelihoods(WrittenPlaces.written(conversation, form), options);
    }

    /** The last picture, which places are on. */
    private static @Nullable Image picture(Conversation conversation) {
        return conversation.messages().stream()
                .flatMap(message -> message.parts().stream())
                .filter(part -> part instanceof ContentPart.Picture)
                .map(part -> ((ContentPart.Picture) part).image())
                .reduce((first, second) -> second)
                .orElse(null);
    }
}
