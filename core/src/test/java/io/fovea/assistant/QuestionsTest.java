package io.fovea.assistant;

import static org.assertj.core.api.Assertions.assertThat;

import io.fovea.chat.ContentPart;
import io.fovea.geometry.Canvas;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuestionsTest {

    @ParameterizedTest
    @CsvSource({
        "the red car,find the red car",
        "  the red car ,find the red car",
        "find the red car,find the red car",
        "Where is the car?,Where is the car",
        "please point at the car,please point at the car",
        "can you find every dog,can you find every dog",
        "all dogs,all dogs",
        "allspice,find allspice",
        "showcase,find showcase",
        "the big panda., find the big panda",
        "'\"the panda\"', find the panda",
        "'the panda, ', find the panda",
        "«the panda»!, find the panda",
        "?!, find ?!",
    })
    void aPhraseIsAskedForUnlessItAsks(String phrase, String request) {
        var message =
                Questions.find(AssistantTest.picture(new Canvas(4, 4), 1), phrase)
                        .messages()
                        .getFirst();
        assertThat(message.parts().getLast()).isEqualTo(new ContentPart.Text(request));
    }

    @ParameterizedTest
    @CsvSource({
        "find the red car,the red car",
        "Where is the Car?,the car",
        "please point at the car.,the car",
        "can you find every dog,every dog",
        "all dogs,all dogs",
        "the finder,the finder",
        "find,find",
    })
    void thePhraseOfARequestIsItsLabel(String request, String phrase) {
        assertThat(Questions.phrase(request)).isEqualTo(phrase);
    }

    @Test
    void describingNamesThePicture() {
        var message =
                Questions.describe(AssistantTest.picture(new Canvas(4, 4), 1), null)
                        .messages()
                        .getFirst();
        assertThat(message.parts().getLast())
                .isEqualTo(new ContentPart.Text("describe the picture"));
    }
}
