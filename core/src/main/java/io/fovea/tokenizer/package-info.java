/**
 * Words to token ids and back. In goes text, out come ids {@code [S]} and the other way round;
 * {@link io.fovea.tokenizer.Tokenizer} reads the {@code tokenizer.json} of a model folder through
 * Hugging Face's own Rust code, {@link io.fovea.tokenizer.BpeTrainer} writes such a file for a
 * small vocabulary of our own (byte-level BPE: Sennrich et al. 2016, arXiv 1508.07909; the byte
 * alphabet of GPT-2, Radford et al. 2019).
 *
 * <p>Special tokens enter by id ({@link io.fovea.tokenizer.Piece.Special}) and never from the words
 * of a user: a person who types {@code <image>} gets the characters, not the token. What does not
 * belong here: prompts and turns (see {@code chat}), image tokens and their count (see {@code
 * model}), tensors.
 */
@NullMarked
package io.fovea.tokenizer;

import org.jspecify.annotations.NullMarked;
