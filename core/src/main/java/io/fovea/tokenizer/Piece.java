package io.fovea.tokenizer;

/**
 * What a prompt is made of for the tokenizer, in order: words that people wrote, and tokens that
 * only we may write.
 */
public sealed interface Piece {

    /** Words; special tokens are not recognised in them. Neighbours are read as one text. */
    record Plain(String text) implements Piece {}

    /** One token by its id. */
    record Special(int id) implements Piece {}
}
