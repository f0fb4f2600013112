package io.fovea.model;

import io.fovea.chat.PromptFormat;
import io.fovea.tokenizer.SpecialTokens;
import io.fovea.tokenizer.Tokenizer;

import java.util.Set;

/**
 * The words of a model.
 *
 * @param tokens ids by use
 * @param ends each of them ends an answer
 * @param format how a conversation is written
 */
public record PromptWords(
        Tokenizer tokenizer, SpecialTokens tokens, Set<Integer> ends, PromptFormat format) {

    public PromptWords {
        ends = Set.copyOf(ends);
    }
}
