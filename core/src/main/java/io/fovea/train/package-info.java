/**
 * Training: a recipe, the loop, objectives, schedules, resume. Batches and a model come in; a model
 * with other weights and a log of numbers go out.
 *
 * <p>The loop knows no paper: what a model learns from is an objective. Losses themselves, datasets
 * and modules do not belong here.
 */
@NullMarked
package io.fovea.train;

import org.jspecify.annotations.NullMarked;
