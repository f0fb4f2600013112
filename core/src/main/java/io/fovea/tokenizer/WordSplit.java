package io.fovea.tokenizer;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Cuts a text into words before BPE, as the ByteLevel pre-tokenizer of huggingface/tokenizers does
 * with {@code add_prefix_space}: a word owns the space before it, and the first word gets one, so
 * it equals the same word in the middle. The pattern is that of GPT-2 (Radford et al. 2019,
 * encoder.py).
 */
final class WordSplit {

    private static final Pattern WORD =
            Pattern.compile(
                    "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+|"
                            + " ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+",
                    Pattern.UNICODE_CHARACTER_CLASS);

    private WordSplit() {}

    /**
     * Words of a text in order; joined they are the text with one space before it, unless it has
     * one.
     */
    static List<String> words(String text) {
        if (text.isEmpty()) {
            return List.of();
        }
        String spaced = text.startsWith(" ") ? text : " " + text;
        return WORD.matcher(spaced).results().map(MatchResult::group).toList();
    }
}
