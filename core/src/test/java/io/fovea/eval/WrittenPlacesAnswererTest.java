package io.fovea.eval;

import static org.assertj.core.api.Assertions.assertThat;

import io.fovea.chat.Answer;
import io.fovea.chat.ContentPart;
import io.fovea.chat.Conversation;
import io.fovea.chat.Message;
import io.fovea.data.PlaceForm;
import io.fovea.geometry.Box;
import io.fovea.geometry.Canvas;
import io.fovea.geometry.Region;
import io.fovea.image.Image;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

class WrittenPlacesAnswererTest {

    @Test
    void placesAreWrittenIntoTheQuestionAndReadFromTheAnswer() {
        Canvas canvas = new Canvas(100, 100);
        Region told = Region.of(new Box(10, 20, 30, 40, canvas));
        List<Conversation> asked = new ArrayList<>();
        Answerer model =
                conversation -> {
                    asked.add(conversation);
                    return new Answer(
                            List.of(new Answer.Text("here [0.500,0.500,0.750,1.000] and [x]")),
                            new Answer.Usage(1, 2),
                            Answer.Finish.STOP);
                };
        Conversation question =
                Conversation.of(
                        Message.user(
                                new ContentPart.Picture(new Image(canvas, new byte[30_000])),
                                new ContentPart.Text("what is left of "),
                                new ContentPart.Place(told)));
        Answer answer = new WrittenPlacesAnswerer(model, PlaceForm.TEXT).answer(question);
        assertThat(asked.getFirst().messages().getFirst().parts().getLast())
                .isEqualTo(new ContentPart.Text("what is left of [0.100,0.200,0.300,0.400]"));
        assertThat(answer.regions()).containsExactly(Region.of(new Box(50, 50, 75, 100, canvas)));
        assertThat(answer.text()).contains("and [x]");
        assertThat(answer.usage().answerTokens()).isEqualTo(2);
    }
}
