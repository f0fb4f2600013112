/**
 * Composed scenes: pictures made on the fly from cut-outs on backgrounds, and everything that can
 * be said about them.
 *
 * <p>In: a {@link io.fovea.data.scenes.ScenePack} (RGBA cut-outs of named kinds, RGB backgrounds),
 * options and a seed. Out: a {@link io.fovea.data.scenes.ScenesDataset} whose samples hold a
 * picture [Y, X, 3 bytes], a box and an exact visible mask for every thing, and dialogues whose
 * answers are true and unambiguous by construction. The data flow is {@code ScenePack ->
 * SceneComposer -> Scene -> SceneLanguage -> Sample}; each step is a pure function of its seed, so
 * the same index gives the same bytes on any machine.
 *
 * <p>The exchanges follow the instruction forms of PerceptionGPT (one token for one place, phrases
 * grounded in captions, "none" where nothing fits). What does not belong here: tensors, tokens,
 * drawing with Java2D, files other than the pack.
 */
@NullMarked
package io.fovea.data.scenes;

import org.jspecify.annotations.NullMarked;
