/**
 * Vision towers: pixels {@code [B, C, Y, X]} in, the states of layers {@code [B, P, Dv]} out, and
 * learned fusion of those layers. Packed towers take flattened patches {@code [N, C T Y X]} of
 * pictures of any size.
 *
 * <p>{@link io.fovea.vision.Vit} is Fovea's own. Those of Hugging Face checkpoints are equal to
 * transformers 4.47.1 (eager) and carry its weight names below the tower's prefix; their configs
 * are read by {@link io.fovea.vision.VisionTowers#read}, one file for each family and one line in
 * {@link io.fovea.vision.VisionTowers}. A tower knows neither words nor heads nor where in a file
 * its weights stand.
 */
@NullMarked
package io.fovea.vision;

import org.jspecify.annotations.NullMarked;
