package io.fovea.assistant;

import io.fovea.generate.Vocabulary;
import io.fovea.model.ModelFolder;
import io.fovea.tokenizer.SpecialTokens;
import io.fovea.tokenizer.Tokenizer;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/** What a model may say. */
final class AnswerVocabulary {

    private AnswerVocabulary() {}

    /**
     * Padding and image tokens (where they are in the vocabulary) mean nothing in an answer, nor do
     * requests and their slots, which only prompts hold; nor do places to a model that cannot read
     * them.
     */
    static Vocabulary of(ModelFolder.Opened opened, boolean places) {
        SpecialTokens tokens = opened.processor().tokens();
        @Nullable Integer padding =
                Objects.equals(tokens.pad(), tokens.eos()) ? null : tokens.pad();
        @Nullable Integer place = places ? null : tokens.vis();
        Set<Integer> silent = new HashSet<>();
        Stream.of(tokens.image(), padding, place, tokens.request(), tokens.answer())
                .filter(token -> token != null && token >= 0)
                .forEach(silent::add);
        return new Vocabulary(opened.tokenizer().size(), silent, openings(opened));
    }

    private static Map<Integer, Double> openings(ModelFolder.Opened opened) {
        Map<Integer, Double> openings = new HashMap<>();
        opened.model()
                .description()
                .answerBiases()
                .forEach(
                        (word, bias) -> {
                            int[] ids = opened.tokenizer().encodeText(word, Tokenizer.After.WORDS);
                            if (ids.length != 1) {
                                throw new AssistantError(
                                        "answer_bias names '"
                                                + word
                                                + "', which is "
                                                + ids.length
                                                + " tokens; it can name words of one token");
                            }
                            openings.put(ids[0], bias);
                        });
        return openings;
    }
}
