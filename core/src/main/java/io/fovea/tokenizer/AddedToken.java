package io.fovea.tokenizer;

/**
 * A token that is looked up as a whole before the words are cut, as {@code added_tokens} of a
 * tokenizer.json lists it.
 *
 * @param special kept out of decoded text on request, and never made from the words of a user
 * @param leftStrip white space before it belongs to it
 * @param rightStrip white space after it belongs to it
 * @param exact found in the text as it is: not normalised first, not bound to whole words
 */
record AddedToken(
        int id,
        String content,
        boolean special,
        boolean leftStrip,
        boolean rightStrip,
        boolean exact) {

    /** Whether putting it before a text changes nothing in the ids of that text. */
    boolean isNeutral() {
        return special && exact && !leftStrip && !rightStrip;
    }
}
