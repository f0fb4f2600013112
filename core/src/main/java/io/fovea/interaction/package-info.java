/**
 * LMEye (arXiv 2305.03701): the language model asks, the picture answers. The state at a request
 * token {@code [N, Dl]} meets what the tower saw {@code [B, P, Dv]}; the answers {@code [N, Q, Dl]}
 * are written into the slots behind the request, and the language model runs on.
 *
 * <p>One {@link io.fovea.interaction.InteractionNetwork} with a {@link
 * io.fovea.interaction.InteractionForm} each: {@code cross} (ours), {@code qformer} (the released
 * second version), {@code decomposed} (the first). It is a plug-in: the vectors of request and
 * slots are its own weights, the rest of a model stays as it is, and what was trained is kept apart
 * as an {@link io.fovea.interaction.InteractionAdapter}.
 *
 * <p>Where requests stand in a prompt is {@code model}'s, when they are read {@code generate}'s.
 * Losses do not belong here.
 */
@NullMarked
package io.fovea.interaction;

import org.jspecify.annotations.NullMarked;
