/**
 * Which parts of a model train, and with what: a choice of layers, and low-rank adapters (LoRA).
 *
 * <p>In: a model, or its number of layers, and settings that are data ({@link
 * io.fovea.tuning.LayerSelection}). Out: layer indices, and modules beside linear layers. The idea
 * that a quarter of the language layers, spread evenly, is all that visual tuning must touch is
 * Wang et al., "Activating Distributed Visual Region within LLMs" (arXiv 2412.12785).
 *
 * <p>Nothing here trains, scores layers or removes them: that is for {@code train} and {@code
 * pruning}. No model is subclassed or copied.
 */
@NullMarked
package io.fovea.tuning;

import org.jspecify.annotations.NullMarked;
