/**
 * Building blocks: a plain tree of modules with named parameters, and the layers that every family
 * of models shares. Shapes stand in the Javadoc of each class ({@code B} batch, {@code S} sequence,
 * {@code D} width, {@code H} heads).
 *
 * <p>A block knows nothing about pictures, words, losses or files. Its children carry the names
 * that Hugging Face checkpoints use, so that a tree's parameter names are a state dictionary's
 * keys.
 */
@NullMarked
package io.fovea.nn;

import org.jspecify.annotations.NullMarked;
