/**
 * Projectors: patch features {@code [B, P, Dv]} to tokens of the language model {@code [B, P',
 * Dl]}. One line for each form in {@link io.fovea.projector.Projectors}; {@link
 * io.fovea.projector.ProjectorForm} says as data what real checkpoints compute and how they name
 * it. A projector knows neither tower nor language model.
 */
@NullMarked
package io.fovea.projector;

import org.jspecify.annotations.NullMarked;
