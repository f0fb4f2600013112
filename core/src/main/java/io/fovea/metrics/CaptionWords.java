package io.fovea.metrics;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Captions as words, the way COCO's caption evaluation makes them: lower case, Penn Treebank tokens
 * ("don't" is "do n't", "dog's" is "dog 's"), then punctuation left out.
 *
 * <p>COCO uses Stanford's tokenizer; this is a small reading of the same conventions: punctuation
 * apart from words, contractions, possessives, "cannot" and its like, numbers and hyphenated words
 * kept whole. Not done: abbreviations with periods ("U.S."), fractions, addresses, unusual quotes.
 * On plain captions the tokens are the same; scores of texts with much punctuation may differ in
 * the third digit from those of the Java tool.
 */
public final class CaptionWords {

    private static final Set<String> LEFT_OUT =
            Set.of(
                    "''", "'", "``", "`", "(", ")", "{", "}", ".", "?", "!", ",", ":", "-", "--",
                    "...", ";", "\"");

    private static final Pattern PUNCTUATION =
            Pattern.compile("(\\.\\.\\.|--|[\"`(){}\\[\\]?!;<>*/&%$#@]|:(?!\\d)|,(?!\\d))");
    private static final Pattern LAST_PERIOD = Pattern.compile("(?<=[^\\s.])\\.(?=\\s|$)");
    private static final Pattern NOT = Pattern.compile("(?<=\\p{L})n't\\b");
    private static final Pattern ENDINGS = Pattern.compile("(?<=\\p{L})'(s|m|d|re|ve|ll)\\b");
    private static final Pattern QUOTES =
            Pattern.compile("(?<![\\p{L}\\p{N}])'|'(?![\\p{L}\\p{N}])");
    private static final Pattern JOINED =
            Pattern.compile("\\b(can)(not)\\b|\\b(gon|wan)(na)\\b|\\b(got)(ta)\\b");

    private CaptionWords() {}

    /** The words that are compared. */
    public static List<String> of(String caption) {
        String text = caption.toLowerCase(Locale.ROOT).replace('\u2019', '\'');
        text = PUNCTUATION.matcher(text).replaceAll(" $1 ");
        text = LAST_PERIOD.matcher(text).replaceAll(" . ");
        text = QUOTES.matcher(text).replaceAll(" ' ");
        text = NOT.matcher(text).replaceAll(" n't");
        text = ENDINGS.matcher(text).replaceAll(" '$1");
        text =
                JOINED.matcher(text)
                        .replaceAll(
                                found ->
                                        found.group(1) != null
                                                ? "can not"
                                                : found.group(3) != null
                                                        ? found.group(3) + " na"
                                                        : "got ta");
        return Arrays.stream(text.strip().split("\\s+"))
                .filter(word -> !word.isEmpty() && !LEFT_OUT.contains(word))
                .toList();
    }
}
