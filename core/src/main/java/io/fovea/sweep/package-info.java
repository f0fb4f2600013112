/**
 * A recipe in several variants, each from several seeds, trained, measured and put into one table.
 *
 * <p>In: a {@link io.fovea.sweep.Sweep}, which names a recipe, what each variant changes in it, the
 * seeds, and how a trained model is measured. Out: {@link io.fovea.sweep.SweepCell}s, each a recipe
 * of its own, and, from what they measured, a {@link io.fovea.sweep.SweepTable} of means and
 * spreads.
 *
 * <p>How a recipe is run and a model measured does not belong here: the verb {@code sweep} hands
 * both to the verbs {@code train}, {@code evaluate} and {@code perplexity}.
 */
@NullMarked
package io.fovea.sweep;

import org.jspecify.annotations.NullMarked;
