/**
 * Vision-language models put together from parts: a tower, a fusion of its layers, a projector and
 * a language model; how a conversation becomes their input; and the two seams that everything else
 * uses:
 *
 * <ul>
 *   <li>{@link io.fovea.model.Placeholders} replaces the input embeddings of a token (image
 *       patches, encoded places);
 *   <li>{@link io.fovea.model.Readouts} takes the hidden states at a token and hands them to a
 *       module.
 * </ul>
 *
 * <p>A model's forward computes no loss and runs no loop. Heads are attached as named extensions
 * and not known here.
 */
@NullMarked
package io.fovea.model;

import org.jspecify.annotations.NullMarked;
