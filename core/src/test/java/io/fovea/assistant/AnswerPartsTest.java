package io.fovea.assistant;

import static org.assertj.core.api.Assertions.assertThat;

import io.fovea.chat.Answer;
import io.fovea.chat.AnswerListener;
import io.fovea.geometry.Box;
import io.fovea.geometry.Canvas;
import io.fovea.geometry.Region;
import io.fovea.testkit.TinyModels;
import io.fovea.tokenizer.SpecialTokenNames;
import io.fovea.tokenizer.SpecialTokens;
import io.fovea.tokenizer.Tokenizer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;

class AnswerPartsTest {

    private static final Region HERE = Region.of(new Box(1, 2, 3, 4, new Canvas(9, 9)));

    @TempDir private Path folder = Path.of("");

    /** Words as they are; "*" a place, "|" the token that opens a phrase. */
    private List<Answer.Part> parts(String answer, String asked) {
        SpecialTokenNames names =
                new SpecialTokenNames(
                        null, "</s>", "<pad>", "<image>", "<vis>", null, null, "<p>", null, null,
                        null);
        try (Tokenizer tokenizer =
                Tokenizer.open(TinyModels.folder(folder, TinyModels.Size.TINY, 1))) {
            SpecialTokens tokens = SpecialTokens.of(names, tokenizer);
            AnswerParts parts =
                    new AnswerParts(
                            tokenizer.streamingDecoder(true), tokens, asked, AnswerListener.NONE);
            for (String piece : answer.split("(?<=[*|])|(?=[*|])")) {
                switch (piece) {
                    case "*" -> parts.add(TinyModels.VIS, HERE);
                    case "|" ->
                            parts.add(
                                    SpecialTokens.need(tokens.phraseStart(), "phraseStart"), null);
                    default -> {
                        for (int id : tokenizer.encodeText(piece)) {
                            parts.add(id, null);
                        }
                    }
                }
            }
            return parts.finish();
        }
    }

    private static List<String> labels(List<Answer.Part> parts) {
        return new Answer(parts, new Answer.Usage(0, 0), Answer.Finish.STOP)
                .regions().stream().map(region -> String.valueOf(region.label())).toList();
    }

    @Test
    void aPlaceWithoutWordsIsWhatWasAskedFor() {
        assertThat(labels(parts("**", "all dogs"))).containsExactly("all dogs", "all dogs");
        assertThat(labels(parts("*", ""))).containsExactly("null");
    }

    @Test
    void aPlaceIsThePhraseBeforeIt() {
        assertThat(labels(parts("an apple*, 2 dogs** and a cat*", "describe and point")))
                .containsExactly("an apple", "2 dogs", "2 dogs", "a cat");
        assertThat(labels(parts("i see |an apple* and |a cat*.", "x")))
                .containsExactly("an apple", "a cat");
    }

    @Test
    void wordsAndPlacesKeepTheirOrder() {
        List<Answer.Part> parts = parts("an apple* and 2 dogs**", "x");
        assertThat(
                        parts.stream()
                                .map(part -> part instanceof Answer.Text(String text) ? text : "*")
                                .toList())
                .containsExactly("an apple", "*", " and 2 dogs", "*", "*");
    }
}
