/**
 * Which language layers a model could do without, and the model without them.
 *
 * <p>In: an opened model, or a folder, and calibration prompts. Scores of each layer, from states
 * {@code [B, S, Dl]} and attention probabilities {@code [B, H, S, T]} of one pass over the data, or
 * from the weights of two checkpoints; then a plan (which layers, why), as data; then the plan
 * applied to a folder, which gives an ordinary smaller folder. Out: {@link
 * io.fovea.pruning.ScoreFile}, {@link io.fovea.pruning.PruningPlan}, a model folder.
 *
 * <p>Block influence is Men et al., ShortGPT (arXiv 2403.03853); angular distance Gromov et al.
 * (arXiv 2403.17887); that layers outside the visual ones are the ones to cut is Wang et al. (arXiv
 * 2412.12785).
 *
 * <p>Not here: choosing the layers that train ({@code tuning}), training, and measuring how good a
 * model still is ({@code eval}).
 */
@NullMarked
package io.fovea.pruning;

import org.jspecify.annotations.NullMarked;
